package bot

// setupRows are the lines that set a club's film of the week up.
func setupRows() []row {
	return []row{
		{command: "week", verb: "setup", argument: "when", who: moderator, help: "help.setup", run: (*Bot).setUpWeek, suggest: (*Bot).suggestRhythms},
		{command: "week", verb: "here", argument: "here", who: moderator, help: "help.here", run: (*Bot).weekHere, suggest: (*Bot).suggestHere},
		{command: "week", verb: "call", argument: "role", kind: MentionArgument, who: moderator, help: "help.call", run: (*Bot).callRole},
		// The draft says whose it is, so a member who presses a button of it is told that.
		{command: "week", verb: "ritual", who: anyone, run: (*Bot).goOnSettingUp},
	}
}
