project='t'
extensions=['myst_parser','sphinx.ext.mathjax']
