package jobs

const victim = "FILMBOT_TEST_VICTIM"

func suffer(string) error { return nil }
