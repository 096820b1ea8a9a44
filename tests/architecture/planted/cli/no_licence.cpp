// No licence here.
