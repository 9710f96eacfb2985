import {
  alarmsReachSomebody,
  alarmsSayWhatIsLost,
  failureModesAreWatched,
  resultsRaiseNoAlarm,
} from "./alarms.ts";
import { describeRule } from "./describe-rule.ts";

const alarm = "Resources.PostQueueAgeAlarm.Properties";

describeRule("every alarm says what is lost and what to do", alarmsSayWhatIsLost, [
  ["no description", `${alarm}.AlarmDescription`],
  ["no impact", `${alarm}.AlarmDescription`, "Runbook: infra/RUNBOOK.md#postqueueagealarm"],
  ["no runbook", `${alarm}.AlarmDescription`, "Impact: Pictures are late."],
  [
    "another alarm's runbook",
    `${alarm}.AlarmDescription`,
    "Impact: Pictures are late. Runbook: infra/RUNBOOK.md#balancererrorsalarm",
  ],
  [
    "an alarm that the runbook does not know",
    "Resources.AnotherAlarm",
    {
      Type: "AWS::CloudWatch::Alarm",
      Properties: { AlarmDescription: "Impact: x. Runbook: infra/RUNBOOK.md#anotheralarm" },
    },
  ],
]);

describeRule("every alarm reaches somebody", alarmsReachSomebody, [
  ["an alarm without action", `${alarm}.AlarmActions`],
  ["an alarm that silence raises", `${alarm}.TreatMissingData`, "breaching"],
  [
    "a sign of life that may be missing",
    "Resources.BalancerSilentAlarm.Properties.TreatMissingData",
    "ignore",
  ],
]);

describeRule("every failure mode is watched", failureModesAreWatched, [
  ["no alarm on crawls that wait", "Resources.CrawlQueueAgeAlarm"],
  ["no alarm on dropped events", "Resources.DownloadWorkerDroppedEventsAlarm"],
  ["one alarm less for crawls without posts", "Resources.CredentialsRefusedAlarm"],
  ["an alarm on another metric", `${alarm}.MetricName`, "NumberOfMessagesSent"],
]);

describeRule("a result raises no alarm", resultsRaiseNoAlarm, [
  [
    "one crawl of a quiet subreddit",
    "Resources.EmptyListingsAlarm.Properties.Metrics.0.Expression",
    "IF(empty >= 1 AND listed == 0, 1, 0)",
  ],
  [
    "crawls beside others that found posts",
    "Resources.EmptyListingsAlarm.Properties.Metrics.0.Expression",
    "IF(empty >= 3, 1, 0)",
  ],
]);
