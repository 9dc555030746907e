"""Plans, modules, quizzes and calls for help: one module per subject."""
