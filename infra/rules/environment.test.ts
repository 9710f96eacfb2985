import { describeRule } from "./describe-rule.ts";
import { environmentsFit } from "./environment.ts";

const variables = (id: string) => `Resources.${id}.Properties.Environment.Variables`;

describeRule("every function is given exactly the variables that it reads", environmentsFit, [
  ["a missing variable of api-endpoint", `${variables("ApiEndpointFunction")}.CRAWL_TOPIC_ARN`],
  ["a missing variable of article-loader", `${variables("ArticleLoaderFunction")}.MEDIA_HOSTS`],
  [
    "a missing variable that may be empty",
    `${variables("ArticleLoaderFunction")}.REDDIT_CREDENTIALS_SECRET_ARN`,
  ],
  ["a missing variable of balancer", `${variables("BalancerFunction")}.LOG_LEVEL`],
  ["a missing variable of download-worker", `${variables("DownloadWorkerFunction")}.USER_AGENT`],
  ["a variable that nobody reads", `${variables("BalancerFunction")}.CRAWL_TOPIC_ARN`, "x"],
  ["a misspelt variable", `${variables("DownloadWorkerFunction")}.MAX_PICTURE_BYTE`, "1"],
  ["a function without environment", "Resources.ApiEndpointFunction.Properties.Environment"],
]);
