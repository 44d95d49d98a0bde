package bot

// weekRows are the lines of the film of the week.
func weekRows() []row {
	return []row{
		{command: "week", verb: "show", who: anyone, help: "help.week", run: (*Bot).week},
		{command: "week", verb: "nominate", argument: "title", who: anyone, help: "help.nominate", run: (*Bot).nominate, suggest: (*Bot).suggestTitles},
		{command: "week", verb: "withdraw", argument: "title", who: anyone, help: "help.withdrawnomination", run: (*Bot).withdrawNomination, suggest: (*Bot).suggestNominated},
		{command: "week", verb: "vote", argument: "title", who: anyone, help: "help.vote", run: (*Bot).vote, suggest: (*Bot).suggestBallot},
		{command: "week", verb: "coming", who: anyone, help: "help.coming", run: (*Bot).coming},
		{command: "week", verb: "rate", argument: "rating", who: anyone, help: "help.rate", run: (*Bot).rate},
		{command: "week", verb: "history", argument: "page", who: anyone, beside: true, help: "help.history", run: (*Bot).history},
		{command: "week", verb: "why", argument: "round", who: anyone, beside: true, help: "help.why", run: (*Bot).why},
		{command: "week", verb: "start", who: moderator, help: "help.startweek", run: (*Bot).startWeek},
		{command: "week", verb: "pick", argument: "title", required: true, who: moderator, help: "help.pick", run: (*Bot).pickFilm, suggest: (*Bot).suggestTitles},
		{command: "week", verb: "skip", who: moderator, help: "help.skip", run: (*Bot).skipNight},
		{command: "week", verb: "pause", who: moderator, help: "help.pause", run: (*Bot).pauseRound},
		{command: "week", verb: "resume", who: moderator, help: "help.resume", run: (*Bot).resumeRound},
		{command: "week", verb: "close", who: moderator, help: "help.close", run: (*Bot).closeNow},
		{command: "week", verb: "extend", argument: "span", who: moderator, help: "help.extend", run: (*Bot).extendRound},
		{command: "week", verb: "date", argument: "date", required: true, who: moderator, help: "help.date", run: (*Bot).moveNight},
		{command: "week", verb: "watched", who: moderator, help: "help.watched", run: (*Bot).watchedFilm},
		{command: "week", verb: "fell", who: moderator, help: "help.fell", run: (*Bot).fellThrough},
		{command: "week", verb: "undo", who: moderator, help: "help.undoweek", run: (*Bot).undoWeek},
		{command: "week", verb: "stop", who: moderator, help: "help.stop", run: (*Bot).stopWeek},
		{command: "week", verb: "again", who: moderator, run: (*Bot).postAgain},
		{command: "week", who: anyone, help: "menu.week", run: (*Bot).week, suggest: (*Bot).suggestVerbs},
	}
}
