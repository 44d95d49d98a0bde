package calendar

// Offsets say how far the steps of a round are from its film night, and how much
// time members have at least.
type Offsets struct {
	// Before the night: the ballot, the prompt to moderators who pick, the result
	// with its announcement, and the reminder. No Remind is no reminder.
	Ballot   Span `json:"ballot"`
	Prompt   Span `json:"prompt"`
	Announce Span `json:"announce"`
	Remind   Span `json:"remind"`
	// After the night: the question how it was, and the archive, at which the next
	// round opens. No Ask is no question.
	Ask     Span `json:"ask"`
	Archive Span `json:"archive"`
	// Nominate is the least time from the opening of a round to its ballot, or to its
	// result where there is no ballot. Vote is the least time from the ballot to its
	// close where the ballot is late. Notice is the least time from the announcement
	// to the night. They are lengths: a day of theirs has 24 hours.
	Nominate Span `json:"nominate"`
	Vote     Span `json:"vote"`
	Notice   Span `json:"notice"`
}

// DefaultOffsets are those of a club that has set none.
func DefaultOffsets() Offsets {
	return Offsets{
		Ballot:   Span{Days: 3},
		Prompt:   Span{Days: 2},
		Announce: Span{Days: 1},
		Remind:   Span{Hours: 3},
		Ask:      Span{Hours: 3},
		Archive:  Span{Days: 1},
		Nominate: Span{Hours: 24},
		Vote:     Span{Hours: 24},
		Notice:   Span{Hours: 6},
	}
}

// A Field names one of the [Offsets].
type Field string

// The fields of Offsets.
const (
	BallotField   Field = "ballot"
	PromptField   Field = "prompt"
	AnnounceField Field = "announce"
	RemindField   Field = "remind"
	AskField      Field = "ask"
	ArchiveField  Field = "archive"
	NominateField Field = "nominate"
	VoteField     Field = "vote"
	NoticeField   Field = "notice"
)

// A Bound is what a field of Offsets may be.
type Bound struct {
	Field       Field
	Least, Most Span
}

// Bounds are the least and the most that each offset may be, compared as lengths.
// Reminder and question reach no further than three days, so that a night is never
// confused with the one before or after; a vote is longer than any change of the
// clocks that comes in the middle of it can take away.
func Bounds() []Bound {
	return []Bound{
		{BallotField, Span{Hours: 2}, Span{Days: 21}},
		{PromptField, Span{Hours: 2}, Span{Days: 21}},
		{AnnounceField, Span{Hours: 1}, Span{Days: 14}},
		{RemindField, Span{}, Span{Days: 3}},
		{AskField, Span{}, Span{Days: 3}},
		{ArchiveField, Span{Hours: 1}, Span{Days: 7}},
		{NominateField, Span{Hours: 1}, Span{Days: 14}},
		{VoteField, Span{Hours: 3}, Span{Days: 14}},
		{NoticeField, Span{Hours: 1}, Span{Days: 7}},
	}
}

func (o Offsets) field(f Field) Span {
	return map[Field]Span{
		BallotField: o.Ballot, PromptField: o.Prompt, AnnounceField: o.Announce, RemindField: o.Remind,
		AskField: o.Ask, ArchiveField: o.Archive, NominateField: o.Nominate, VoteField: o.Vote, NoticeField: o.Notice,
	}[f]
}

// An OffsetError names the field that is wrong, and the one that it contradicts, or
// none where it is out of its own bounds.
type OffsetError struct{ Field, Against Field }

func (e *OffsetError) Error() string {
	if e.Against == "" {
		return "calendar: " + string(e.Field) + " is out of bounds"
	}
	return "calendar: " + string(e.Field) + " contradicts " + string(e.Against)
}

// Check tells what is wrong with the offsets for a way of choosing: a field out of
// its [Bounds], or two that would put the steps out of order. The error is an
// [*OffsetError].
func (o Offsets) Check(way Way) error {
	for _, b := range Bounds() {
		s := o.field(b.Field)
		if s.Days < 0 || s.Hours < 0 || s.hours() < b.Least.hours() || s.hours() > b.Most.hours() {
			return &OffsetError{Field: b.Field}
		}
	}
	switch {
	case o.Announce.hours() < o.Notice.hours():
		return &OffsetError{AnnounceField, NoticeField}
	case o.Remind.hours() >= o.Announce.hours():
		return &OffsetError{RemindField, AnnounceField}
	case o.Ask.hours() >= o.Archive.hours():
		return &OffsetError{AskField, ArchiveField}
	case way == ByVote && o.Ballot.hours() < o.Announce.hours()+o.Vote.hours():
		return &OffsetError{BallotField, VoteField}
	case way == ByPick && o.Prompt.hours() <= o.Announce.hours():
		return &OffsetError{PromptField, AnnounceField}
	}
	return nil
}

// Fits reports whether every night of a rhythm leaves time for a round of its own,
// if need be with a late ballot, and a day to spare, so that a change of the clocks
// never costs a night. Where it does not fit, [Begin] passes nights over.
func (o Offsets) Fits(way Way, r Rhythm) bool {
	shortest := 7 * r.Weeks
	if r.Weeks == 0 {
		shortest = 28
	}
	needed := o.Archive.hours() + o.Nominate.hours() + o.Announce.hours()
	if way == ByVote {
		needed += o.Vote.hours()
	}
	return r.Valid() && needed+24 <= 24*shortest
}
