print("gradgraph")
