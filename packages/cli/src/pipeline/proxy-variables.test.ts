import { expect, test } from "vitest";

import { proxyVariables } from "./proxy-variables.ts";

test("the proxy of the environment is found in either case, and nothing else is passed on", () => {
  expect(
    proxyVariables({
      https_proxy: "http://lower:1",
      HTTP_PROXY: "http://upper:2",
      http_proxy: "http://lower:2",
      NO_PROXY: "",
      NODE_EXTRA_CA_CERTS: "ca.pem",
      REDDIT_CLIENT_SECRET: "s",
    }),
  ).toEqual({
    HTTPS_PROXY: "http://lower:1",
    HTTP_PROXY: "http://upper:2",
    NODE_EXTRA_CA_CERTS: "ca.pem",
  });
});
