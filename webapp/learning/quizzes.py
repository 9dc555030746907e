"""Pages: quizzes."""
