/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Map<String, BiFunction<JsonObject, String, Object>> READERS = Map.of(
            "an object", Json::object,
            "a list", Json::array,
            "a string", Json::string,
            "an integer", Json::longInteger,
            "a number", Json::number,
            "true or false", Json::bool);

    private static final Map<String, List<String>> VALUES = Map.of(
            "an object", List.of("{}"),
            "a list", List.of("[]"),
            "a string", List.of("\"x\"", "\"-Infinity\"", "1", "1.5", "true"),
            "an integer", List.of("1", "-9223372036854775808"),
            "a number", List.of("1", "-9223372036854775808", "1.5", "\"-Infinity\"", "1e300"),
            "true or false", List.of("true", "false"));

    private static final List<String> ALL =
            List.of("{}", "[]", "\"x\"", "\"-Infinity\"", "1", "1.5", "true", "false", "-9223372036854775808", "1e300");

    @Test
    void everyOtherType_isRefusedNamingMemberTypeAndValue() {
        READERS.forEach((type, reader) -> ALL.forEach(value -> {
            JsonObject json =
                    JsonParser.parseString("{\"member\":" + value + "}").getAsJsonObject();
            boolean fits = VALUES.get(type).contains(value)
                    || (type.equals("a string") && !value.equals("{}") && !value.equals("[]"));
            if (fits) {
                assertThat(reader.apply(json, "member")).isNotNull();
            } else {
                assertThatThrownBy(() -> reader.apply(json, "member"))
                        .as("%s as %s", value, type)
                        .isExactlyInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("'member' must be " + type);
            }
        }));
    }

    @Test
    void missingOrNullMember_isNamed() {
        JsonObject json = JsonParser.parseString("{\"member\":null}").getAsJsonObject();
        assertThatThrownBy(() -> Json.string(json, "member")).hasMessage("its JSON has no 'member'");
        assertThatThrownBy(() -> Json.integer(json, "other")).hasMessage("its JSON has no 'other'");
    }

    @Test
    void elementsOfLists_areNamedByTheirPlace() {
        JsonObject json = JsonParser.parseString("{\"sizes\":[1,{}],\"names\":{\"a\":\"b\",\"c\":[]}}")
                .getAsJsonObject();
        assertThatThrownBy(() -> Json.integers(json, "sizes")).hasMessageContaining("'sizes[1]' must be an integer");
        assertThatThrownBy(() -> Json.strings(json, "sizes")).hasMessageContaining("'sizes[1]' must be a string");
        assertThatThrownBy(() -> Json.objects(json, "sizes")).hasMessageContaining("'sizes[0]' must be an object");
        assertThatThrownBy(() -> Json.map(json, "names")).hasMessageContaining("'names.c' must be a string");
    }

    @Test
    void numbersThatTakeForEver_areRefusedAtOnce() {
        JsonObject json = JsonParser.parseString(
                        "{\"n\":1e999999999,\"m\":" + "9".repeat(100_000) + ",\"i\":3000000000}")
                .getAsJsonObject();
        assertThatThrownBy(() -> Json.longInteger(json, "n")).hasMessageContaining("'n' must be an integer");
        assertThatThrownBy(() -> Json.number(json, "m")).hasMessageContaining("'m' must be a number");
        assertThatThrownBy(() -> Json.integer(json, "i")).hasMessageContaining("an integer of 32 bits");
    }
}
