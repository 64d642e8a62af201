"""One module for each kind of answer: words of a visitor in, a value that JSON can carry out."""
