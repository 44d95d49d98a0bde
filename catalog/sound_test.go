package catalog

import "testing"

func TestFold(t *testing.T) {
	same := [][]string{
		{"The Ascent", "the ascent", "THE   ASCENT!", " The-Ascent "},
		{"Белый Бим Чёрное ухо", "белый бим черное ухо", "Белый Бим, Чёрное Ухо"},
		{"Captain Grant's Children", "captain grant’s children", "Captain Grants Children"},
		{"Zarê", "zare"},
		{"Zoë & Max", "zoe and max"},
		{"Спортлото-82", "спортлото 82"},
		{"Ёлки", "елки"},
		{"ＡＢＣ", "abc"},
	}
	for _, names := range same {
		for _, name := range names[1:] {
			if fold(name) != fold(names[0]) {
				t.Errorf("fold(%q) = %q, want that of %q: %q", name, fold(name), names[0], fold(names[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"война", "воина"}, {"ascent", "accent"}, {"მიმინო", "მიმინა"}} {
		if fold(pair[0]) == fold(pair[1]) {
			t.Errorf("fold(%q) = fold(%q)", pair[0], pair[1])
		}
	}
}

func TestSound(t *testing.T) {
	same := [][]string{
		{"Восхождение", "Voskhozhdenie", "Voskhozhdeniye", "voskhojdenie"},
		{"Живёт такой парень", "Zhivyot takoy paren", "Zhivet takoi paren", "jivet takoj paren'"},
		{"Неуловимые мстители", "Neulovimye mstiteli", "neulovimyye mstiteli"},
		{"Чёрное ухо", "Chyornoye ukho", "Chernoe uho"},
		{"Джульбарс", "Dzhulbars", "Julbars", "Djulbars"},
		{"Калина красная", "Kalina krasnaya", "kalina krasnaia"},
		{"მიმინო", "Mimino", "Мимино"},
		{"Царь", "Tsar", "Tzar"},
		{"Вертикаль", "Vertikal", "Vertical"},
	}
	for _, names := range same {
		for _, name := range names[1:] {
			if got, want := sound(fold(name)), sound(fold(names[0])); got != want {
				t.Errorf("sound(%q) = %q, want that of %q: %q", name, got, names[0], want)
			}
		}
	}
}

func TestOtherLayout(t *testing.T) {
	for _, tt := range []struct {
		typed, want string
		kept        float32
	}{
		{"djc[j;ltybt", "восхождение", 1},
		{"Еру фысуте", "The ascent", 1},
		{",tksq ,bv", "белый бим", 1},
		{"бэла", ",'kf", 0.5},
		{"82", "", 0},
		{"восхождение ascent", "", 0},
	} {
		if got, kept := otherLayout(tt.typed); got != tt.want || kept != tt.kept {
			t.Errorf("otherLayout(%q) = %q, %v, want %q, %v", tt.typed, got, kept, tt.want, tt.kept)
		}
	}
}
