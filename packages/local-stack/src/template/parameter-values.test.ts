import { describe, expect, test } from "vitest";

import { parameterDefaults, parameterValues } from "./parameter-values.ts";

test("a default is text, and undefined where a value has to be given", () => {
  const definitions = { A: { Type: "String" }, B: { Type: "String", Default: "" } };
  expect(parameterDefaults({ ...definitions, C: { Type: "Number", Default: 10 } })).toEqual({
    A: undefined,
    B: "",
    C: "10",
  });
});

describe("a parameter's value", () => {
  test("is the one given, else the default, as text", () => {
    const definitions = { A: { Type: "String", Default: "a" }, B: { Type: "Number", Default: 5 } };
    expect(parameterValues(definitions, { A: "given" })).toEqual({ A: "given", B: "5" });
  });

  test.each([
    [{ AllowedValues: ["a", "b"] }, "c", 'Parameter P ("c") must be one of a, b'],
    [{ AllowedPattern: "[a-z]+" }, "abc1", 'Parameter P ("abc1") must match [a-z]+'],
    [
      { AllowedPattern: "x", ConstraintDescription: "must be x" },
      "y",
      'Parameter P ("y") must be x',
    ],
    [{ MinLength: 1 }, "", 'Parameter P ("") must have at least 1 characters'],
    [{ MaxLength: 2 }, "abc", 'Parameter P ("abc") must have at most 2 characters'],
    [{ Type: "Number" }, "x", 'Parameter P ("x") is no number'],
    [{ Type: "Number", MinValue: 2 }, "1", 'Parameter P ("1") must be at least 2'],
    [{ Type: "Number", MaxValue: 2 }, "3", 'Parameter P ("3") must be at most 2'],
    [{ NoEcho: true, MinLength: 9 }, "secret", "Parameter P must have at least 9 characters"],
  ])("that breaks %o is refused: %j", (rules, value, message) => {
    expect(() => parameterValues({ P: { Type: "String", ...rules } }, { P: value })).toThrow(
      message,
    );
  });

  test("that is missing, unknown or of an unknown type is refused, all problems at once", () => {
    const definitions = {
      A: { Type: "String" },
      B: { Type: "AWS::SSM::Parameter::Value<String>" },
    };
    expect(() => parameterValues(definitions, { C: "c" })).toThrow(
      [
        "- Parameter C is not in the template",
        "- Parameter A has no default and was not given",
        "- Parameter B has type AWS::SSM::Parameter::Value<String>, which the local stack does not know",
      ].join("\n"),
    );
  });
});
