package dev.nightshift.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a text says to whoever looks behind its letters: without characters that nobody sees, with
 * Latin letters for those that look like them, with escapes and encodings undone, and with the
 * texts of a JSON value each by itself and all together. One layer deep.
 */
final class Unveiled {
  /**
   * Characters that only serve to break words up or to put marks on letters: format characters,
   * marks and fillers. Emoji need some of them, so they are no finding by themselves.
   */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cf}\\p{Mn}\\p{Me}\\u115F\\u1160\\u17B4\\u17B5\\u3164\\uFFA0]");

  private static final int ASCII = 128;
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{12,}={0,2}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){8,}");

  /** Percent, Java and C escapes, HTML references. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "%([0-9a-fA-F]{2})|\\\\u([0-9a-fA-F]{4})|\\\\x([0-9a-fA-F]{2})"
              + "|&#x([0-9a-fA-F]{1,6});|&#([0-9]{1,7});|&(lt|gt|amp|quot|apos|vert);"
              + "|\\\\([nrt\"'/\\\\])");

  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "vert", "|");

  /** Letters of other alphabets, each before the Latin one that it looks like. */
  private static final String LOOK_ALIKES =
      "аaеeоoрpсcуyхxіiјjѕsԁdԛqԝwһhӏlѵvкkмmтtнhвbпnгrьbАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅS"
          + "οoαaρpνvιiκkυuτtεeχxηnγyωwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXıiɡgɑaⅼl";

  private static final Map<Integer, Integer> LATIN = latin();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Unveiled() {}

  private static Map<Integer, Integer> latin() {
    Map<Integer, Integer> latin = new HashMap<>();
    int[] letters = LOOK_ALIKES.codePoints().toArray();
    for (int i = 0; i < letters.length; i += 2) {
      latin.put(letters[i], letters[i + 1]);
    }
    return Map.copyOf(latin);
  }

  /** The text, and what is in it, plainly written; spaces are one each. */
  static Set<String> of(String text) {
    Set<String> plain = new LinkedHashSet<>();
    plain.add(plain(text));
    String visible = UNSEEN.matcher(text).replaceAll("");
    plain.add(plain(unescaped(visible)));
    decoded(visible).forEach(inside -> plain.add(plain(inside)));
    leaves(text).forEach(leaf -> plain.add(plain(unescaped(leaf))));
    return plain;
  }

  /** Plainly written, and nothing undone. */
  static String plain(String text) {
    if (text.chars().allMatch(letter -> letter < ASCII)) {
      return SPACE.matcher(text).replaceAll(" ");
    }
    String letters =
        UNSEEN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    StringBuilder latin = new StringBuilder(letters.length());
    letters
        .codePoints()
        .map(letter -> LATIN.getOrDefault(letter, letter))
        .forEach(latin::appendCodePoint);
    return SPACE.matcher(latin).replaceAll(" ");
  }

  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(letter(found)));
  }

  private static String letter(MatchResult found) {
    for (int hex = 1; hex <= 4; hex++) {
      if (found.group(hex) != null) {
        return character(Integer.parseInt(found.group(hex), 16));
      }
    }
    if (found.group(5) != null) {
      return character(Integer.parseInt(found.group(5)));
    }
    if (found.group(6) != null) {
      return NAMED.getOrDefault(found.group(6), "");
    }
    return "nrt".contains(found.group(7)) ? " " : found.group(7);
  }

  private static String character(int codePoint) {
    return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "";
  }

  private static List<String> decoded(String text) {
    List<String> texts = new ArrayList<>();
    BASE64
        .matcher(text)
        .results()
        .flatMap(found -> ofBase64(found.group()).stream())
        .forEach(texts::add);
    HEX.matcher(text)
        .results()
        .flatMap(found -> words(HexFormat.of().parseHex(found.group())).stream())
        .forEach(texts::add);
    return texts;
  }

  private static Optional<String> ofBase64(String run) {
    String letters = run.replace('-', '+').replace('_', '/').replace("=", "");
    int whole = letters.length() % 4 == 1 ? letters.length() - 1 : letters.length();
    return words(Base64.getDecoder().decode(letters.substring(0, whole)));
  }

  /** What bytes say, if it is text. */
  private static Optional<String> words(byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.codePoints()
              .anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r')
          ? Optional.empty()
          : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The texts of a JSON value: each, and together as they follow one another. */
  private static List<String> leaves(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return List.of();
    }
    List<String> leaves = new ArrayList<>();
    try {
      collect(JSON.readTree(stripped), leaves);
    } catch (JacksonException e) {
      return List.of();
    }
    List<String> all = new ArrayList<>(leaves);
    all.add(String.join("", leaves));
    all.add(String.join(" ", leaves));
    return all;
  }

  private static void collect(JsonNode node, List<String> leaves) {
    node.properties().forEach(field -> leaves.add(field.getKey()));
    if (node.isString()) {
      leaves.add(node.stringValue());
    }
    node.forEach(child -> collect(child, leaves));
  }
}
