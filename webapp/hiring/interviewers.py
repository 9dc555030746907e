"""Pages: interviewers."""
