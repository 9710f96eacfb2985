import { expect, test } from "vitest";

import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { describeRule } from "./describe-rule.ts";
import {
  everyRequestIsAnswered,
  jwtIsComplete,
  requestsAreThrottledAndLogged,
  routesAreAuthorized,
} from "./http-api.ts";

const stage = "Resources.HttpApiStage.Properties";

describeRule("every route is authorized", routesAreAuthorized, [
  ["an open route", "Resources.CreateCrawlRoute.Properties.AuthorizationType", "NONE"],
  ["a route that says nothing", "Resources.DefaultRoute.Properties.AuthorizationType"],
  ["a route that takes any token", "Resources.DefaultRoute.Properties.AuthorizerId"],
  ["an API that is open by default", "Parameters.ApiAuthorization.Default", "NONE"],
]);

describeRule("JWT names its issuer and its audience", jwtIsComplete, [
  ["no check", "Rules.JwtIsComplete"],
  ["a check of something else", "Rules.JwtIsComplete.RuleCondition.Fn::Equals.1", "NONE"],
  ["no issuer", "Rules.JwtIsComplete.Assertions.0.Assert.Fn::Not.0.Fn::Equals.0.Ref", "LogLevel"],
  ["no audience", "Rules.JwtIsComplete.Assertions.1"],
]);

describeRule("every request is answered by the function", everyRequestIsAnswered, [
  ["a missing route", "Resources.CreateCrawlRoute"],
  ["no route for the rest", "Resources.DefaultRoute"],
]);

describeRule("requests are throttled and logged", requestsAreThrottledAndLogged, [
  ["API Gateway's own 10,000 a second", `${stage}.DefaultRouteSettings`],
  ["a larger burst", `${stage}.DefaultRouteSettings.ThrottlingBurstLimit`, 50],
  ["crawls as often as questions", `${stage}.RouteSettings`],
  ["a larger burst of crawls", `${stage}.RouteSettings.POST /crawls.ThrottlingBurstLimit`, 40],
  ["no access log", `${stage}.AccessLogSettings`],
]);

test("the access log is one JSON object a line", () => {
  const format = at(readTemplate(), "Resources.HttpApiStage.Properties.AccessLogSettings.Format");
  expect(JSON.parse(String(format))).toMatchObject({ requestId: "$context.requestId" });
});
