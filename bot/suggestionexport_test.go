package bot

// TellOutcomes is what [Bot.Run] does every few minutes.
var TellOutcomes = (*Bot).tellOutcomes
