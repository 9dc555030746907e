"""The ways to change interview plans, interviews, scorecards, debriefs and interviewers' training; one module each."""
