title = x
needs-script = x
needs-script-lead = x
needs-script-advice = x
exam-x = x
