// Package calendar knows when a club's film nights are and when the steps of a
// round before and after a night are due. It holds pure functions: no clock, no
// store, no words for people. Whoever calls it says what time it is and where.
//
// All dates and times of day are those that clocks in the club's zone show.
// [At] has the rule for times of day that a change of the clocks leaves out or
// repeats, [Span] the rule for what is a day and what is an hour, [Plan] the rule
// for a round that begins late, and [Late] the one for a step that was missed.
//
// Everything here may be used by several goroutines at once.
package calendar
