"""What a message asks: one classifier over intents, topics and refusals, and the rules that read its ranking.

component.py is the Rasa component; classifier.py the model; decision.py turns a ranking into what to do; several.py
finds two questions in one message; references.py resolves "the first one" and "is it safe with that?".
"""
