import { describe, expect, test } from "vitest";

import { artifactOf } from "../testing/fake-cloud.ts";
import { templateParameters } from "./template-parameters.ts";

const defaults = {
  BalancerArtifact: undefined,
  BalancerFormerArtifact: "",
  LogLevel: "info",
  MaxConcurrentDownloads: "10",
};
const built = { template: "", defaults, artifacts: [artifactOf("balancer", "new")] };

describe("the parameters of a deployment", () => {
  test("are the defaults, spelled out, where the stack is new", () => {
    expect(templateParameters(built, {}, undefined)).toEqual({
      set: {
        BalancerArtifact: "balancer/new.zip",
        BalancerFormerArtifact: "",
        LogLevel: "info",
        MaxConcurrentDownloads: "10",
      },
      keep: [],
    });
  });

  test("are kept where the stack has them, even when a default has changed", () => {
    const parameters = {
      BalancerArtifact: "balancer/new.zip",
      BalancerFormerArtifact: "balancer/old.zip",
      LogLevel: "debug",
    };
    expect(
      templateParameters(built, {}, { status: "UPDATE_COMPLETE", parameters, outputs: {} }),
    ).toEqual({
      set: { MaxConcurrentDownloads: "10" },
      keep: ["BalancerArtifact", "BalancerFormerArtifact", "LogLevel"],
    });
  });

  test("are the caller's where he gives them", () => {
    const { set } = templateParameters(
      built,
      { LogLevel: "warn" },
      {
        status: "UPDATE_COMPLETE",
        parameters: { LogLevel: "debug" },
        outputs: {},
      },
    );
    expect(set).toMatchObject({ LogLevel: "warn" });
  });

  test("are refused when the template does not know one", () => {
    expect(() => templateParameters(built, { LogLvl: "warn" }, undefined)).toThrow(
      "The template has no parameter LogLvl.",
    );
  });

  test("are refused when one without default is missing", () => {
    expect(() => templateParameters({ ...built, artifacts: [] }, {}, undefined)).toThrow(
      "--parameter BalancerArtifact=…",
    );
  });
});
