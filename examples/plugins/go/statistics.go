package main

import (
	"encoding/json"
	"fmt"
	"math"
	"unicode/utf8"
)

// What the connector does, apart from Jackfield: reads a job's input, counts, writes the result.

const (
	mostDelayMs = 60_000
	mostWords   = 1_000_000_000
)

type statistics struct {
	Bytes      uint64 `json:"bytes"`
	Characters uint64 `json:"characters"`
	Words      uint64 `json:"words"`
	Lines      uint64 `json:"lines"`
}

type request struct {
	counts    statistics
	delayMs   uint64
	mostWords uint64
}

// readRequest reads a job's variables. The error says what is wrong with them, for the modeler.
func readRequest(variables []byte) (request, error) {
	var in map[string]json.RawMessage
	if err := json.Unmarshal(variables, &in); err != nil {
		return request{}, fmt.Errorf("the input is not a JSON object")
	}
	raw := in["text"]
	if raw == nil || string(raw) == "null" {
		return request{}, fmt.Errorf("\"text\" is missing")
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return request{}, fmt.Errorf("\"text\": expected a text")
	}
	delay, err := wholeNumber(in, "delayMs", mostDelayMs, 0)
	if err != nil {
		return request{}, err
	}
	most, err := wholeNumber(in, "mostWords", mostWords, math.MaxUint64)
	if err != nil {
		return request{}, err
	}
	return request{count(text), delay, most}, nil
}

// wholeNumber reads an optional number; otherwise where it is absent or null.
func wholeNumber(in map[string]json.RawMessage, name string, most, otherwise uint64) (uint64, error) {
	raw := in[name]
	if raw == nil || string(raw) == "null" {
		return otherwise, nil
	}
	var number uint64
	if err := json.Unmarshal(raw, &number); err != nil || number > most {
		return 0, fmt.Errorf("%q: expected a whole number from 0 to %d", name, most)
	}
	return number, nil
}

func count(text string) statistics {
	counts := statistics{Bytes: uint64(len(text)), Characters: uint64(utf8.RuneCountInString(text))}
	isInWord := false
	for _, character := range text {
		isSpace := character <= ' '
		if character == '\n' || counts.Lines == 0 {
			counts.Lines++
		}
		if !isSpace && !isInWord {
			counts.Words++
		}
		isInWord = !isSpace
	}
	return counts
}
