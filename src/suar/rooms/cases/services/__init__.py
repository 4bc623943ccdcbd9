"""The verbs of the cases room, a file a subject. Five beats each: facts, rule, change, audit."""
