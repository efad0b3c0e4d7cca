// Asks Apache Commons CSV what it makes of texts and rows, and prints one case a line.
//
//   java -cp commons-csv.jar:commons-io.jar:commons-codec.jar Record.java >commons-csv.jsonl

import java.io.StringReader;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

public class Record {
  static String quoted(String text) {
    if (text == null) return "null";
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 0x20 || c > 0x7e) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }

  static String list(List<String> texts) {
    return texts.stream().map(Record::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  static String map(Map<String, String> members) {
    return members.entrySet().stream().map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String format(String delimiter, String[] headers, boolean skips) {
    return "\"delimiter\":" + quoted(delimiter) + ",\"headers\":" + (headers == null ? "null" : list(Arrays.asList(headers)))
        + ",\"skipHeaderRecord\":" + skips;
  }

  static CSVFormat.Builder builder(String delimiter) {
    return CSVFormat.DEFAULT.builder().setDelimiter(delimiter);
  }

  static void read(String name, String text, String delimiter, String[] headers, boolean skips) {
    CSVFormat.Builder builder = builder(delimiter).setSkipHeaderRecord(skips);
    if (headers != null) builder.setHeader(headers);
    else if (skips) builder.setHeader();
    StringBuilder rows = new StringBuilder("["), objects = new StringBuilder("[");
    String error = null;
    try (CSVParser parser = CSVParser.parse(new StringReader(text), builder.get())) {
      for (CSVRecord record : parser) {
        rows.append(rows.length() > 1 ? "," : "").append(list(record.toList()));
        objects.append(objects.length() > 1 ? "," : "").append(map(record.toMap()));
      }
    } catch (Exception e) {
      error = e.getMessage();
    }
    System.out.println("{\"op\":\"read\",\"name\":" + quoted(name) + ",\"text\":" + quoted(text) + ","
        + format(delimiter, headers, skips)
        + (error != null ? ",\"error\":" + quoted(error) : ",\"rows\":" + rows + "],\"objects\":" + objects + "]") + "}");
  }

  static void write(String name, String delimiter, String[] headers, boolean skips, String[]... rows) throws Exception {
    CSVFormat.Builder builder = builder(delimiter).setSkipHeaderRecord(skips);
    if (headers != null) builder.setHeader(headers);
    StringWriter out = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(out, builder.get())) {
      for (String[] row : rows) printer.printRecord((Object[]) row);
    }
    System.out.println("{\"op\":\"write\",\"name\":" + quoted(name) + ","  + format(delimiter, headers, skips) + ",\"rows\":"
        + Arrays.stream(rows).map(row -> list(Arrays.asList(row))).collect(Collectors.joining(",", "[", "]"))
        + ",\"text\":" + quoted(out.toString()) + "}");
  }

  public static void main(String[] args) throws Exception {
    String[] none = null, ab = {"a", "b"};
    read("plain", "name,role\nSimon,Manager\nAnn,Chief\n", ",", none, true);
    read("crlf", "name,role\r\nSimon,Manager\r\n", ",", none, true);
    read("cr", "name,role\rSimon,Manager\r", ",", none, true);
    read("mixed_line_ends", "name,role\rSimon,Manager\nAnn,Chief\r\nBob,Clerk", ",", none, true);
    read("no_last_line_end", "a,b\n1,2", ",", none, true);
    read("semicolons", "a;b\n1,5;2\n", ";", none, true);
    read("tabs", "a\tb\n1\t2\n", "\t", none, true);
    read("long_delimiter", "a||b\n1|2||3\n4||", "||", none, true);
    read("long_delimiter_quoted", "\"a||\"||b\n\"1\"||\"2\"\n", "||", none, true);
    read("headers_replace", "x,y\n1,2\n", ",", ab, true);
    read("headers_added", "1,2\n3,4\n", ",", ab, false);
    read("headers_replace_nothing", "", ",", ab, true);
    read("rows_without_headers", "1,2\n3,4\n", ",", none, false);
    read("empty_text", "", ",", none, true);
    read("only_line_ends", "\n\r\n\r", ",", none, true);
    read("only_header", "a,b", ",", none, true);
    read("empty_lines", "\n\na,b\n\n1,2\n\n\n3,4\n\n", ",", none, true);
    read("empty_lines_crlf", "a,b\r\n\r\n1,2\r\n\r\n", ",", none, true);
    read("blank_line", "a,b\n \n1,2\n", ",", none, true);
    read("quoted", "a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", ",", none, true);
    read("quoted_line_ends", "a,b\n\"one\ntwo\",\"three\r\nfour\rfive\"\n", ",", none, true);
    read("quoted_empty", "a,b\n\"\",\"\"\n", ",", none, true);
    read("quoted_empty_alone", "a\n\"\"\nx\n", ",", none, true);
    read("quoted_header", "\"a,b\",\"c\"\"d\"\n1,2\n", ",", none, true);
    read("quote_within", "a,b\n1\"2,3\"\"4\n", ",", none, true);
    read("quote_after_blank", "a,b\n \"1\",2\n", ",", none, true);
    read("blank_after_quote", "a,b\n\"1\"  ,\"2\"\t\n", ",", none, true);
    read("text_after_quote", "a,b\n\"1\"x,2\n", ",", none, true);
    read("text_after_quote_later", "a,b\n1,2\n3,\"4\" 5\n", ",", none, true);
    read("quote_left_open", "a,b\n1,\"2\n3,4\n", ",", none, true);
    read("quote_left_open_at_once", "\"", ",", none, false);
    read("quote_ends_text", "a,b\n1,\"2\"", ",", none, true);
    read("quote_then_blank_ends_text", "a,b\n1,\"2\" ", ",", none, true);
    read("blanks_kept", "a, b \n 1 ,\t2\t\n", ",", none, true);
    read("too_few", "a,b,c\n1,2\n1\n", ",", none, true);
    read("too_many", "a,b\n1,2,3,4\n", ",", none, true);
    read("empty_values", "a,b,c\n,,\n1,,\n,2,\n", ",", none, true);
    read("delimiter_ends_text", "a,b\n1,", ",", none, true);
    read("delimiter_ends_header", "a,b,\n1,2,3\n", ",", none, true);
    read("only_delimiters", ",,\n", ",", none, false);
    read("duplicate_names", "a,b,a\n1,2,3\n", ",", none, true);
    read("duplicate_names_short", "a,b,a\n1,2\n", ",", none, true);
    read("duplicate_given_names", "1,2,3\n", ",", new String[] {"a", "b", "a"}, false);
    read("name_missing", "a,,c\n1,2,3\n", ",", none, true);
    read("name_blank", "a, ,c\n1,2,3\n", ",", none, true);
    read("name_tab", "a,\t,c\n1,2,3\n", ",", none, true);
    read("given_name_empty", "1,2\n", ",", new String[] {"a", ""}, false);
    read("byte_order_mark", "\ufeffa,b\n1,2\n", ",", none, true);
    read("umlauts", "stra\u00dfe,stadt\nK\u00f6nigsallee,D\u00fcsseldorf\n", ",", none, true);
    read("beyond_the_plane", "a\n\ud83d\ude00\n", ",", none, true);
    read("hash_is_data", "a,b\n#1,2\n", ",", none, true);
    read("backslash_is_data", "a,b\n\\\",\\n\n", ",", none, true);
    read("null_character", "a,b\n1\u0000,2\n", ",", none, true);
    read("line_separator_is_data", "a,b\n1\u2028x,2\u0085\n", ",", none, true);
    read("no_break_space_after_quote", "a,b\n\"1\"\u00a0,2\n", ",", none, true);
    read("wide_space_after_quote", "a,b\n\"1\"\u2003,2\n", ",", none, true);
    read("more_headers_than_values", "1\n", ",", new String[] {"a", "b"}, false);
    read("quote_as_delimiter_neighbour", "a,b\n\"\"\"\",\"\"\"\"\"\"\n", ",", none, true);
    read("space_delimiter", "a b\n1 2\n\"3\" 4\n", " ", none, true);
    read("line_end_after_delimiter_at_end", "a,b\n1,2\n,\n", ",", none, true);

    write("plain", ",", none, true, new String[] {"name", "role"}, new String[] {"Simon", "Engineering Manager"});
    write("nothing", ",", none, true);
    write("header_line", ",", ab, false, new String[] {"1", "2"});
    write("no_header_line", ",", ab, true, new String[] {"1", "2"});
    write("only_header_line", ",", ab, false);
    write("header_to_be_quoted", ",", new String[] {"a,b", "", "c"}, false, new String[] {"1", "2", "3"});
    write("header_starts_empty", ",", new String[] {"", "c"}, false, new String[] {"1", "2"});
    write("delimiter_within", ",", none, true, new String[] {"1,5", "2"});
    write("other_delimiter_within", ";", none, true, new String[] {"1,5", "a;b"});
    write("long_delimiter_within", "||", none, true, new String[] {"1|5", "a||b", "|", "||"});
    write("tab_within", "\t", none, true, new String[] {"a\tb", "c"});
    write("quote_within", ",", none, true, new String[] {"say \"hi\"", "\""});
    write("line_ends_within", ",", none, true, new String[] {"a\nb", "c\rd", "e\r\nf"});
    write("empty_first", ",", none, true, new String[] {"", ""}, new String[] {""}, new String[] {"a", ""});
    write("null_first", ",", none, true, new String[] {null, null}, new String[] {null}, new String[] {"a", null});
    write("no_values", ",", none, true, new String[] {}, new String[] {"a"});
    write("blank_around", ",", none, true, new String[] {" a", "b ", "\tc", "d\t", " "});
    write("starts", ",", none, true, new String[] {"!a", "\"a", "#a", "$a", "%a", "'a", "+a", "-a", "=a", "@a"});
    write("ends", ",", none, true, new String[] {"a!", "a#", "a ", "a\u0001", "a\u00a0"});
    write("controls", ",", none, true, new String[] {"\u0001a", "a\u0001b", "a\u0000", "\u007f"});
    write("umlauts", ",", none, true, new String[] {"\u00e4", "\ud83d\ude00", "\u2028", "a\u0085b"});
    write("backslash", ",", none, true, new String[] {"a\\b", "\\", "\\n"});
    write("space_delimiter", " ", none, true, new String[] {"a b", "c"});
    write("ragged", ",", none, true, new String[] {"1", "2", "3"}, new String[] {"4"});
  }
}
