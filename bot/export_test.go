package bot

// RowLines are the words of all rows of the table.
func RowLines() []string {
	var out []string
	for _, r := range table() {
		out = append(out, r.line())
	}
	return out
}
