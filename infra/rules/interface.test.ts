import { describeRule } from "./describe-rule.ts";
import {
  dashboardsDoNotMeet,
  namesStay,
  nothingIsNamed,
  onlyArtifactsAreRequired,
} from "./interface.ts";

describeRule("only the artifacts have to be named", onlyArtifactsAreRequired, [
  ["a parameter without default", "Parameters.LogLevel.Default"],
  ["a new parameter without default", "Parameters.Another", { Type: "String", Description: "x" }],
  ["an artifact with a default", "Parameters.BalancerArtifact.Default", "balancer.zip"],
  ["a missing artifact", "Parameters.ApiEndpointArtifact"],
  ["a parameter without description", "Parameters.MediaHosts.Description"],
]);

describeRule("names that others rely on stay", namesStay, [
  ["a missing function", "Resources.BalancerFunction"],
  ["a missing output", "Outputs.PostQueueUrl"],
]);

describeRule("no resource has a name of its own", nothingIsNamed, [
  ["a named queue", "Resources.PostQueue.Properties.QueueName", "posts"],
  ["a named function", "Resources.BalancerFunction.Properties.FunctionName", "balancer"],
  ["a named log group", "Resources.BalancerLogGroup.Properties.LogGroupName", "/aws/lambda/x"],
]);

describeRule("two stacks of one name in two regions have two dashboards", dashboardsDoNotMeet, [
  [
    "the stack's name alone",
    "Resources.Dashboard.Properties.DashboardName",
    { Ref: "AWS::StackName" },
  ],
]);
