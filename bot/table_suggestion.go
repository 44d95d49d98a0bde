package bot

// suggestionRows are the lines that make a suggestion and decide on it.
func suggestionRows() []row {
	return []row{
		{command: "film", verb: "suggest", who: anyone, help: "help.suggest", run: (*Bot).newSuggestion},
		{command: "film", verb: "takeback", who: anyone, run: (*Bot).withdrawSuggestion},
		{command: "catalog", verb: "review", who: moderator, help: "help.waiting", run: (*Bot).review},
		{command: "catalog", verb: "approve", who: moderator, run: (*Bot).approve},
		{command: "catalog", verb: "revise", who: moderator, run: (*Bot).revise},
		{command: "catalog", verb: "decline", who: moderator, run: (*Bot).decline},
	}
}

func privacyRows() []row {
	return []row{
		{command: "privacy", verb: "delete", who: anyone, run: (*Bot).forget},
		{command: "privacy", who: anyone, help: "help.privacy", run: (*Bot).privacy},
	}
}
