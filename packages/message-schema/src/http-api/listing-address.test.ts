import { assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";

import { subredditsSchema } from "../identifiers.ts";
import { sortMethods, timeFilters } from "../messages/crawl-request.ts";
import { crawlAddress } from "../crawl-target.ts";
import { readListingAddress } from "./listing-address.ts";

const readSubreddit = (text: string) => {
  const address = readListingAddress(text);
  return address.kind === "listing" ? address.subreddit : undefined;
};

test.each([
  ["aww", "aww"],
  ["  aww ", "aww"],
  ["EarthPorn", "EarthPorn"],
  ["r/aww", "aww"],
  ["R/aww", "aww"],
  ["/r/aww/", "aww"],
  ["/r/aww", "aww"],
  ["r/aww/top", "aww"],
  ["a1+b2", "a1+b2"],
  ["r/cats+dogs", "cats+dogs"],
  ["u_name", "u_name"],
  ["r/u_name", "u_name"],
  ["reddit.com", "reddit.com"],
  ["r/reddit.com", "reddit.com"],
  ["reddit.com/r/aww", "aww"],
  ["www.reddit.com/r/aww/", "aww"],
  ["https://www.reddit.com/r/aww", "aww"],
  ["https://www.reddit.com/r/aww/top/?t=day#x", "aww"],
  ["HTTPS://WWW.REDDIT.COM/r/aww/", "aww"],
  ["http://reddit.com/r/aww/hot/", "aww"],
  ["https://old.reddit.com/r/aww/", "aww"],
  ["https://new.reddit.com/r/aww/", "aww"],
  ["https://np.reddit.com/r/aww/", "aww"],
  ["https://m.reddit.com/r/aww/", "aww"],
  ["https://sh.reddit.com/r/aww/", "aww"],
  ["https://amp.reddit.com/r/aww/", "aww"],
  ["https://de.reddit.com/r/aww/", "aww"],
  ["https://pt-br.reddit.com/r/aww/", "aww"],
  ["i.reddit.com/r/aww/", "aww"],
  ["https://www.reddit.com/r/cats+dogs/new", "cats+dogs"],
])("reads %j as %s", (text, name) => {
  expect(readSubreddit(text)).toBe(name);
});

test.each([
  ["https://www.reddit.com/r/mini/new/", "new", undefined],
  ["https://www.reddit.com/r/mini/top/?t=all", "top", "all"],
  ["https://www.reddit.com/r/mini/?sort=rising", "rising", undefined],
  ["https://old.reddit.com/r/mini/top/?sort=top&t=month", "top", "month"],
  ["r/mini/controversial", "controversial", undefined],
  ["https://www.reddit.com/r/mini/?utm_source=share&rdt=1", undefined, undefined],
  ["mini", undefined, undefined],
])("takes the order and period that %j says", (text, sortMethod, timeFilter) => {
  expect(readListingAddress(text)).toMatchObject({
    kind: "listing",
    subreddit: "mini",
    sortMethod,
    timeFilter,
  });
});

test.each([
  ["https://www.reddit.com/r/mini/best/", /has "best" behind the subreddit/],
  ["https://www.reddit.com/r/mini/top/?sort=new", /has "sort=new"/],
  ["https://www.reddit.com/r/mini/?t=decade", /has "t=decade"/],
  ["https://www.reddit.com/r/mini/top/?t=all&t=week", /has "t=week"/],
  ["https://www.reddit.com/over18", /must name a subreddit/],
  ["https://www.reddit.com/login/?dest=https%3A%2F%2Fevil.example%2Fr%2Fmini", /must name/],
  ["https://www.reddit.com/r/mini/?f=flair_name%3A%22Cat%22", /has "f=flair_name/],
  ["https://www.reddit.com/r/mini/?after=t3_1a", /has "after=t3_1a"/],
  [
    "https://www.reddit.com/user/quiet_one/comments/",
    /has "comments" behind the user.*"u\/quiet_one"/,
  ],
  ["u/quiet_one/saved", /has "saved" behind the user/],
  ["u/quiet_one/submitted/new", /has "submitted" behind the user/],
  ["https://www.reddit.com/user/quiet_one/m/cats", /is a multireddit/],
  ["https://www.reddit.com/user/quiet_one/?sort=best", /has "sort=best"/],
  ["https://www.reddit.com/user/a", /must name .*a user \("u\/name"\)/],
  ["https://www.reddit.com/r/aww/comments/", /has "comments" behind the subreddit/],
])("refuses %j, a part of which a crawl could not use, and says what to do", (text, why) => {
  const address = readListingAddress(text);
  expect(address.kind === "refused" && address.why).toMatch(why);
});

test.each([
  ["over18?dest=https%3A%2F%2Fwww.reddit.com%2Fr%2Fmini%2Ftop%2F%3Ft%3Dall", "top", "all"],
  ["login/?dest=%2Fr%2Fmini%2Fnew%2F", "new", undefined],
  ["account/login/?dest=https%3A%2F%2Fold.reddit.com%2Fr%2Fmini", undefined, undefined],
  [
    "login?dest=https%3A%2F%2Fwww.reddit.com%2Fover18%3Fdest%3D%252Fr%252Fmini",
    undefined,
    undefined,
  ],
])("reads behind reddit.com/%s what Reddit was about to show", (wall, sortMethod, timeFilter) => {
  expect(readListingAddress(`https://www.reddit.com/${wall}`)).toEqual({
    kind: "listing",
    subreddit: "mini",
    sortMethod,
    timeFilter,
  });
});

test.each([
  "u/quiet_one",
  "/u/quiet_one/",
  "user/quiet_one",
  "https://www.reddit.com/user/quiet_one",
  "https://www.reddit.com/user/quiet_one/submitted/",
  "https://old.reddit.com/u/quiet_one/overview",
  "reddit.com/user/quiet_one/?utm_source=share",
])("reads %j as all that a user posted", (text) => {
  expect(readListingAddress(text)).toEqual({
    kind: "listing",
    subreddit: "u_quiet_one",
    user: "quiet_one",
    sortMethod: undefined,
    timeFilter: undefined,
  });
});

test("takes the order and period of a user's address", () => {
  const address = "https://www.reddit.com/user/quiet_one/submitted/?sort=top&t=year";
  expect(readListingAddress(address)).toMatchObject({ sortMethod: "top", timeFilter: "year" });
});

test.each([
  ["https://www.reddit.com/r/aww/comments/1skbyfv/two_cats/", "1skbyfv", "aww"],
  ["https://old.reddit.com/r/aww/comments/1skbyfv/two_cats/c0mm3nt/?context=3", "1skbyfv", "aww"],
  ["r/aww/comments/1skbyfv", "1skbyfv", "aww"],
  ["https://www.reddit.com/user/quiet_one/comments/1skbyfv/x/", "1skbyfv", "u_quiet_one"],
  ["https://redd.it/1skbyfv", "1skbyfv", "all"],
  ["redd.it/1SKBYFV", "1skbyfv", "all"],
  ["https://www.reddit.com/gallery/1skbyfv", "1skbyfv", "all"],
  ["https://www.reddit.com/comments/1skbyfv/", "1skbyfv", "all"],
  ["https://reddit.com/1skbyfv", "1skbyfv", "all"],
  ["https://redd.it/a", "a", "all"],
  ["https://redd.it/abcdefghijklm", "abcdefghijklm", "all"],
])("reads %j as the post %s of r/%s", (text, postId, subreddit) => {
  expect(readListingAddress(text)).toMatchObject({ kind: "listing", postId, subreddit });
});

test.each([
  ["https://www.reddit.com/r/petshow/s/hKrTTvFVwZ", "/r/petshow/s/hKrTTvFVwZ", "petshow"],
  ["reddit.com/r/petshow/s/hKrTTvFVwZ/?utm_source=x", "/r/petshow/s/hKrTTvFVwZ", "petshow"],
  ["https://www.reddit.com/u/made_up/s/w4yAMbtOYm", "/u/made_up/s/w4yAMbtOYm", "u_made_up"],
])("reads %j as the share link %s", (text, sharePath, subreddit) => {
  expect(readListingAddress(text)).toMatchObject({ kind: "listing", sharePath, subreddit });
});

test.each([
  "r/aww+cats",
  "r/u_quiet_one",
  "u/quiet_one",
  "redd.it/1skbyfv",
  "r/aww/comments/1skbyfv",
  "r/u_quiet_one/comments/1skbyfv",
  "r/petshow/s/hKrTTvFVwZ",
])("%j is what a crawl of it is called", (text) => {
  const address = readListingAddress(text);
  expect(address.kind === "listing" && crawlAddress(address)).toBe(text);
});

test("uses every part of an address that it accepts", () => {
  const part = (...values: string[]) => constantFrom("", ...values);
  assert(
    property(
      part(...sortMethods, "best", "submitted"),
      part(...sortMethods, "best"),
      part(...timeFilters, "decade"),
      (path, sort, t) => {
        const query = new URLSearchParams({ ...(sort && { sort }), ...(t && { t }) });
        const url = `https://www.reddit.com/r/mini/${path}?${query.toString()}`;
        const address = readListingAddress(url);
        if (address.kind === "refused") return true;
        const usesOrders = [path, sort].every((order) => ["", address.sortMethod].includes(order));
        return usesOrders && ["", address.timeFilter].includes(t);
      },
    ),
  );
});

test.each([
  ["nothing", ""],
  ["a slash", "/"],
  ["one letter", "a"],
  ["22 letters", "a".repeat(22)],
  ["a name that starts with an underscore", "_aww"],
  ["a hyphen in a subreddit", "a-b"],
  ["a space inside", "a ww"],
  ["a line break", "aww\nx"],
  ["a name behind a bare slash", "/aww"],
  ["an empty name", "r/"],
  ["an empty part of several", "aww+"],
  ["more than 200 characters", Array.from({ length: 15 }, () => "subredditname1").join("+")],
  ["a path upwards", "r/../etc"],
  ["an encoded slash", "r/aww%2Ftop"],
  ["a query", "aww?x=1"],
  ["several profiles", "u/name+other"],
  ["a post's id that is none", "https://redd.it/1skb-yfv"],
  ["an id of 14 characters", "https://redd.it/12345678901234"],
  ["more than an id", "https://redd.it/1skbyfv/x"],
  ["a post of no subreddit", "https://www.reddit.com/r/a/comments/1skbyfv/"],
  ["a gallery without an id", "https://www.reddit.com/gallery/"],
  ["a page of Reddit's own", "https://www.reddit.com/premium"],
  ["a share link that is none", "https://www.reddit.com/r/aww/s/no-code"],
  ["a share link of nowhere", "https://www.reddit.com/r/a/s/hKrTTvFVwZ"],
  ["a user name of two letters", "u/me"],
  ["a page that is no listing", "https://www.reddit.com/r/aww/wiki"],
  ["Reddit's front page", "https://www.reddit.com/"],
  ["another site", "https://example.com/r/aww"],
  ["a site below another", "https://www.reddit.com.example.com/r/aww"],
  ["a site that ends like Reddit", "https://notreddit.com/r/aww"],
  ["another host of Reddit's", "https://i.redd.it/r/aww"],
  ["a host that is no name of the site", "https://oauth.reddit.com/r/aww"],
  ["a user name in the URL", "https://www.reddit.com@example.com/r/aww"],
  ["a password in the URL", "https://a:b@www.reddit.com/r/aww"],
  ["a port in the URL", "https://www.reddit.com:8443/r/aww"],
  ["another scheme", "ftp://www.reddit.com/r/aww"],
  ["a URL that is none", "https://"],
])("refuses %s", (_, text) => {
  expect(readSubreddit(text)).toBeUndefined();
});

test("gives a name that a crawl request may carry, or nothing, for any text", () => {
  assert(
    property(string(), (text) => {
      const name = readSubreddit(text);
      return name === undefined || subredditsSchema.safeParse(name).success;
    }),
  );
});
