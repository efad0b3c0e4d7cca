module text_statistics

go 1.19
