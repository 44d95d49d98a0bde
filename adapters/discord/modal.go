package discord

import (
	"strings"

	"filmbot/bot"
)

// Limits of modals and of what is in them
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal,
// https://docs.discord.com/developers/components/reference#text-input).
const (
	maxModalTitle  = 45
	maxInputs      = 5
	maxInputLabel  = 45
	maxPlaceholder = 100
	maxInput       = bot.MaxField
)

// Types of a modal's components, and styles of text inputs.
const (
	typeInput      = 4
	typeLabel      = 18
	styleShort     = 1
	styleParagraph = 2
)

// modal is a form as Discord takes it.
type modal struct {
	CustomID   string       `json:"custom_id"`
	Title      string       `json:"title"`
	Components []inputLabel `json:"components"`
}

type inputLabel struct {
	Type      int    `json:"type"`
	Label     string `json:"label"`
	Component input  `json:"component"`
}

type input struct {
	Type        int    `json:"type"`
	CustomID    string `json:"custom_id"`
	Style       int    `json:"style"`
	Value       string `json:"value,omitempty"`
	Placeholder string `json:"placeholder,omitempty"`
	Required    bool   `json:"required"`
	MinLength   int    `json:"min_length,omitempty"`
	MaxLength   int    `json:"max_length"`
}

// modalOf makes a modal of a reply that has nothing but a form, or returns false
// where Discord could not show it.
func modalOf(r bot.Reply) (modal, bool) {
	f := r.Form
	if f == nil || !blank(r.Text) || len(r.Cards) > 0 || len(r.Choices) > 0 || len(r.Files) > 0 {
		return modal{}, false
	}
	m := modal{CustomID: f.Line, Title: label(f.Title, maxModalTitle)}
	if m.Title == "" || f.Line == "" || width(f.Line) > maxCustomID {
		return modal{}, false
	}
	if len(f.Fields) == 0 || len(f.Fields) > maxInputs {
		return modal{}, false
	}
	for _, field := range f.Fields {
		m.Components = append(m.Components, inputOf(field))
	}
	return m, true
}

// inputOf makes a text input of a field. What is filled in already is all there,
// even where it is longer than the field takes, or has more lines.
func inputOf(f bot.Field) inputLabel {
	in := input{
		Type:        typeInput,
		CustomID:    f.Name,
		Style:       styleShort,
		Value:       head(strings.ToValidUTF8(f.Value, "\uFFFD"), maxInput),
		Placeholder: label(f.Hint, maxPlaceholder),
		Required:    f.Required,
		MaxLength:   maxInput,
	}
	if f.Long || strings.Contains(f.Value, "\n") {
		in.Style = styleParagraph
	}
	if f.Most > 0 {
		in.MaxLength = min(max(f.Most, width(in.Value)), maxInput)
	}
	if f.Required {
		in.MinLength = 1
	}
	name := label(f.Label, maxInputLabel)
	if name == "" {
		name = label(f.Name, maxInputLabel)
	}
	return inputLabel{Type: typeLabel, Label: name, Component: in}
}

// component is what comes back of a modal: an input, or something with inputs in
// it. Discord answers with rows or with labels, as the modal was made
// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure).
type component struct {
	CustomID   string      `json:"custom_id"`
	Value      *string     `json:"value"`
	Component  *component  `json:"component"`
	Components []component `json:"components"`
}

// submission reads a form that was filled in.
func (in interaction) submission() (did deed, ok bool) {
	var data struct {
		CustomID   string      `json:"custom_id"`
		Components []component `json:"components"`
	}
	if !read(in.Data, &data) || data.CustomID == "" {
		return deed{}, false
	}
	did = deed{line: data.CustomID, fields: map[string]string{}}
	for _, c := range data.Components {
		c.collect(did.fields)
	}
	return did, true
}

// collect takes the fields out of a component and those in it.
func (c component) collect(fields map[string]string) {
	if c.CustomID != "" && c.Value != nil {
		fields[c.CustomID] = *c.Value
	}
	if c.Component != nil {
		c.Component.collect(fields)
	}
	for _, in := range c.Components {
		in.collect(fields)
	}
}
