"""Law for a prosecutor, a case worker and a neighbour state: facts as data, reasoning as functions.

It would change because a law changed, a court read one otherwise, or a lawyer checked a line.
``facts/`` holds what was found in sources, in our own words and with confidence by cell; ``added/``
what this project reads into them, every line of it marked; ``texts/`` the words of both languages.
Nothing here says whether a person is guilty or a victim, and nothing here may come to.
"""
