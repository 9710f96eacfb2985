import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

import {
  headerText,
  optionalText,
  parseEnvironment,
  requiredText,
  wholeNumber,
} from "./environment.ts";
import { ConfigError } from "./errors.ts";

const schema = z.object({
  QUEUE_URL: requiredText("the queue"),
  PROXY: optionalText("a proxy"),
  DELAY_MS: wholeNumber({ min: 2000, max: 60_000, unit: "milliseconds", description: "a delay" }),
});

describe("a function's environment", () => {
  test("is read as typed values", () => {
    expect(
      parseEnvironment(schema, { QUEUE_URL: "q", PROXY: "http://p", DELAY_MS: "2000", OTHER: "x" }),
    ).toEqual({ QUEUE_URL: "q", PROXY: "http://p", DELAY_MS: 2000 });
  });

  test("takes an empty optional variable for an absent one", () => {
    expect(parseEnvironment(schema, { QUEUE_URL: "q", PROXY: "", DELAY_MS: "2000" }).PROXY).toBe(
      undefined,
    );
  });

  test("names every problem at once and says where to mend it", () => {
    expect(() => parseEnvironment(schema, { QUEUE_URL: "", DELAY_MS: "soon" })).toThrow(
      new ConfigError(
        "This function cannot start. Correct its environment in infra/template.yaml: " +
          "QUEUE_URL is empty; DELAY_MS must be a whole number of milliseconds from 2000 to 60000.",
      ),
    );
    expect(() => parseEnvironment(schema, {})).toThrow(
      "QUEUE_URL is missing; DELAY_MS is missing.",
    );
  });

  test.each(["Zo\u00eb", "a\nb", ""])("refuses %j for a header", (AGENT) => {
    const agent = z.object({ AGENT: headerText("who asks") });
    expect(() => parseEnvironment(agent, { AGENT })).toThrow(ConfigError);
  });

  test.each(["1999", "60001", "-1", "2e3", "2000.5", " 2000"])(
    "refuses %j for a number",
    (DELAY_MS) => {
      expect(() => parseEnvironment(schema, { QUEUE_URL: "q", DELAY_MS })).toThrow(ConfigError);
    },
  );
});
