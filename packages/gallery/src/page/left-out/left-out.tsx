import { useState } from "preact/hooks";

import { reasonCounts, type LeftOutEntry } from "./left-out-entries.ts";
import { reasonInWords } from "./reason-words.ts";
import { number, titleOf } from "../words.ts";

/** Entries: a screen or two; a crawl of text posts has a thousand. */
const pageSize = 100;

interface LeftOutProps {
  entries: readonly LeftOutEntry[];
  /** How many pictures there are beside them. */
  pictures: number;
}

/** What was left out and why, by reason and one by one. */
export function LeftOut({ entries, pictures }: LeftOutProps) {
  const [reason, setReason] = useState<string>();
  const [limit, setLimit] = useState(pageSize);
  const counts = reasonCounts(entries);
  const choose = (code: string | undefined) => {
    setReason(code);
    setLimit(pageSize);
  };
  const fitting = entries.filter((entry) => reason === undefined || entry.reason === reason);
  if (entries.length === 0)
    return (
      <p class="empty">
        {pictures === 0
          ? "Nothing was left out: no post was decided."
          : "Nothing was left out: every link gave its picture."}
      </p>
    );
  return (
    <div class="left-out">
      <label class="reason-choice">
        <span class="visually-hidden">Reason</span>
        <select
          value={reason ?? ""}
          onChange={({ currentTarget }) => choose(currentTarget.value || undefined)}
        >
          <option value="">{`Every reason (${number(entries.length)})`}</option>
          {counts.map(([code, times]) => (
            <option key={code} value={code}>
              {`${number(times)} × ${reasonInWords(code)}`}
            </option>
          ))}
        </select>
      </label>
      <ul class="reasons" aria-label="Reasons">
        {counts.map(([code, times]) => (
          <li key={code}>
            <button
              type="button"
              aria-pressed={code === reason}
              onClick={() => choose(code === reason ? undefined : code)}
            >
              <span class="reason-count">{number(times)}</span>
              <span>{reasonInWords(code)}</span>
            </button>
          </li>
        ))}
      </ul>
      <table>
        <caption class="visually-hidden">What was left out, and why</caption>
        <thead>
          <tr>
            <th scope="col">Post</th>
            <th scope="col">What</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {fitting.slice(0, limit).map((entry) => (
            <Row key={entry.key} entry={entry} />
          ))}
        </tbody>
      </table>
      {fitting.length > limit && (
        <button type="button" class="quiet more" onClick={() => setLimit(limit + pageSize)}>
          {`Show ${number(Math.min(pageSize, fitting.length - limit))} more of ${number(fitting.length)}`}
        </button>
      )}
    </div>
  );
}

function Row({ entry: { post, what, reason, url } }: { entry: LeftOutEntry }) {
  return (
    <tr>
      <td>
        {post.permalink === undefined ? (
          <bdi>{titleOf(post)}</bdi>
        ) : (
          <a href={post.permalink} target="_blank" rel="noopener noreferrer">
            <bdi>{titleOf(post)}</bdi>
          </a>
        )}
        <span class="row-line">
          <bdi>{`u/${post.author}`}</bdi>
        </span>
      </td>
      <td>{what}</td>
      <td>
        {reasonInWords(reason)}
        <span class="row-line">
          <code>{reason}</code>
          {url !== undefined && <bdi class="row-url">{url}</bdi>}
        </span>
      </td>
    </tr>
  );
}
