// The derivative of the hyperbolic tangent at the points of `Math.tanhTable` from 0.8125 to 4, computed with 300 bits.
extension Math {
  static let tanhSlopes: [Double] = [
    0x1.197fcd9875d33p-1, 0x1.139f1d65b6667p-1, 0x1.0dcbafe191c7fp-1, 0x1.080663ff4d0a0p-1,
    0x1.02500a09f8d6ep-1, 0x1.f952c7cabf7adp-2, 0x1.ee264aad6c40cp-2, 0x1.e31be8a87c052p-2,
    0x1.d834d2b62d5e2p-2, 0x1.cd721f94eda3dp-2, 0x1.c2d4cc872dc09p-2, 0x1.b85dbe1b331afp-2,
    0x1.ae0dc0f990c45p-2, 0x1.99e5bab694fdbp-2, 0x1.866160e454111p-2, 0x1.7384129bba935p-2,
    0x1.615002a66a779p-2, 0x1.4fc6531573ef3p-2, 0x1.3ee730537c8eap-2, 0x1.2eb1eb65ab214p-2,
    0x1.1f25131e3a8c0p-2, 0x1.103e8c11c1894p-2, 0x1.01fba72cee1a5p-2, 0x1.e8b26da741d4ap-3,
    0x1.cea744f805278p-3, 0x1.b5cdf180d1cedp-3, 0x1.9e1dffd385423p-3, 0x1.878e89f3be3b2p-3,
    0x1.72165282c6f72p-3, 0x1.5dabdd216cc5bp-3, 0x1.4a45842b7de1ep-3, 0x1.37d98bf4415efp-3,
    0x1.265e33ad862f4p-3, 0x1.15c9c424143e6p-3, 0x1.06129c7c8ebb1p-3, 0x1.ee5e7a36bb1b8p-4,
    0x1.d22ca1c24a139p-4, 0x1.b77d69c7a1527p-4, 0x1.9e3efd94bb9fcp-4, 0x1.866003defef99p-4,
    0x1.6fcfa6d9f1693p-4, 0x1.5a7d9a5e75c29p-4, 0x1.465a205cfb638p-4, 0x1.33560bd065411p-4,
    0x1.2162c262e051bp-4, 0x1.007707172fe11p-4, 0x1.c65b1bc0c9d5dp-5, 0x1.924bd20a1f7e0p-5,
    0x1.64108aa4d5fe3p-5, 0x1.3b09f075c0f5bp-5, 0x1.16a7fc4d7b907p-5, 0x1.ecd1c1ac694a6p-6,
    0x1.b3afe1fba5c7bp-6, 0x1.8119121b9561ep-6, 0x1.545200830a434p-6, 0x1.2cb34da00f278p-6,
    0x1.09a7a5dc88713p-6, 0x1.d553f8e27bb67p-7, 0x1.9e87d088d26a1p-7, 0x1.6e1845c26c8dep-7,
    0x1.434a517bbc5f4p-7, 0x1.1d77f2e4aafd1p-7, 0x1.f81bd88762252p-8, 0x1.bd137084c7b49p-8,
    0x1.88ef67211da0bp-8, 0x1.5ae2ed5d7b64dp-8, 0x1.3238b78613800p-8, 0x1.0e505903475bep-8,
    0x1.dd37d19b22b21p-9, 0x1.a53bcef0d4091p-9, 0x1.73cec093032dfp-9, 0x1.482c7eaaffe59p-9,
    0x1.21a7ae3bc0d76p-9, 0x1.ff4e42a65d5c4p-10, 0x1.c3470628813f1p-10, 0x1.8e4a8ebce1b20p-10,
    0x1.5f85ad510b691p-10,
  ]
}
