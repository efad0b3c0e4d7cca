package main

import (
	"encoding/json"
	"testing"
)

func outcome(variables string) string {
	request, err := readRequest([]byte(variables))
	if err != nil {
		return err.Error()
	}
	result, _ := json.Marshal(request.counts)
	return string(result)
}

func TestStatistics(t *testing.T) {
	for variables, wanted := range map[string]string{
		`{"text":"one two\nthree"}`:                      `{"bytes":13,"characters":13,"words":3,"lines":2}`,
		`{"text":""}`:                                    `{"bytes":0,"characters":0,"words":0,"lines":0}`,
		`{"text":"grüß \ud83d\ude00"}`:                   `{"bytes":11,"characters":6,"words":2,"lines":1}`,
		`{"other":{"text":1},"text":"a","delayMs":null}`: `{"bytes":1,"characters":1,"words":1,"lines":1}`,
		`{}`:                         `"text" is missing`,
		`{"text":7}`:                 `"text": expected a text`,
		`{"text":"a","delayMs":1.5}`: `"delayMs": expected a whole number from 0 to 60000`,
	} {
		if got := outcome(variables); got != wanted {
			t.Errorf("%s\n  wanted %s\n  got    %s", variables, wanted, got)
		}
	}
}
