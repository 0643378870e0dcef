"""Words of the windows about letters: to choose, approve, edit, print; and the deeds behind."""

# Choose another letter, and what it says
CHOOSE_LETTER = "Choose a letter"
USUAL_LANGUAGE = "The language of who gets it"
LANGUAGE = "Language"
NEW_DATE = "The new date is counted for you: {day}."
ONLY_FITTING = (
    "Only letters that fit what is asked and whose data it is about. If that is read wrong,"
    " Reclassify brings the others."
)
LETTER_SAYS = "What the letter says"

# Approve and edit a letter
TO = "To"
TITLE_TO = "{title} · to {whom}"
SUBJECT_IS = "Subject: {subject}"
TITLE_IN = "*{title}*, in {language}"
SUBJECT = "Subject"
RESTS_ON = "Rests on policy section"
NO_SECTION = "none"
TWO_MUST_APPROVE = "Two people must approve this: {why}."
APPROVE_AND_SEND = "Approve & send"
APPROVE = "Approve"
SEND = "Send"
BOTH_DOES = "Each leaves as a letter of its own; each can be undone by itself."
APPROVE_BOTH = "Approve & send both"
SEND_BOTH = "Send both"
UNTICKED = "Please tick this, or edit the letter."
TEXT = "Text"
TEXT_PART = "Text, part {part} of {parts}"
EDIT_DOES = "Saving sends nothing. An approval given before becomes void."
EDIT_LETTER = "Edit the letter"
ATTACHMENT = "Attachment"
NO_TEXT = "A letter without text cannot be sent."

# Print and post
STEP_ENVELOPE = "*1. Address the envelope*"
STEP_PRINT = "*2. Print exactly this text*"
PRINT_COMMAND = "As a page to print: `python -m bot cases print {case} --out letter.html`"
STEP_POST = "*3. Post it, and say so here.* Nothing is sent by e-mail."
PRINT_AND_POST = "Print and post"
WAS_POSTED = "It was posted"

# Finish tasks
TASKS = "Tasks"
TASK_DUE = "{owner}, due {day}"
FINISH_TASKS = "Finish tasks"

# Beside the letter; where tasks are left; what is asked before a letter is written
SENT_EXACTLY = (
    "Exactly these words are sent, as plain text in lines of 72 characters and as HTML."
    " It can be undone until the undo window is over."
)
PRINTED = (
    "Nothing is sent by e-mail: exactly this text is to be printed. It can be undone until"
    " somebody says that it was posted."
)
ON_PAPER = {  # what buttons say of a letter that goes by post
    "approve": "Approve for printing",
    "undo": "Undo: do not post",
}
ATTACH = "The original mail, as it came"
ATTACH_HINT = "Everything the person wrote and attached goes along. Only if it is needed."
NO_TASK = "No task is open."
OTHER_TASKS = "All the others"
OTHER_TASKS_HINT = "For every task above that you leave empty. Empty here too, and it stays open."
TASKS_LEFT = "A letter that says “done” can be approved when no task is open."
NO_RESULT = "Choose a result for at least one task."
# What staff are asked before a letter is written: label, hint, whether it has several lines.
GIVEN = {
    "reason": ("Reason", "The letter says it in its own language.", False),
    "topic": ("Topic of the answer", "Guessed from the question; please confirm.", False),
    "link": ("Link to the data", "An https address of our own expiring place.", False),
    "kept": ("What is kept", "In the letter's language, as “invoices of six years”.", False),
    "staff_text": ("In your own words", "A paragraph in the letter's language.", True),
    "legal_ground": ("Legal ground", "Leave it empty for the one that fits the reason.", False),
}
FIRST_OF_TWO = "Nothing leaves with your approval alone: a colleague reads it and approves it too."
NO_LETTER = (
    "No letter fits this case any more: every line has its outcome, or the type has no letters. "
    "Reopen it, or correct its types with Reclassify."
)
