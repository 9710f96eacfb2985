import { useEffect, useState } from "preact/hooks";

import type { DeadLetter } from "../../contract/gallery-event.ts";
import { count, time } from "../words.ts";

/** The posts that were given up, and the button that puts them back into the queue. */
export function DeadLetters({ deadLettered }: { deadLettered: number }) {
  const [letters, setLetters] = useState<readonly DeadLetter[]>([]);
  const [retrying, setRetrying] = useState(false);
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    setRetrying(false);
    if (deadLettered === 0) return setLetters([]);
    const stop = new AbortController();
    readDeadLetters(stop.signal).then(setLetters, (error: unknown) => {
      if (!stop.signal.aborted) setFailure(`The posts could not be read: ${String(error)}`);
    });
    return () => stop.abort();
  }, [deadLettered]);

  const retry = async () => {
    setRetrying(true);
    setFailure(undefined);
    try {
      const answer = await fetch("dead-letters/retry", { method: "POST" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
    } catch (error) {
      setRetrying(false);
      setFailure(`They could not be put back: ${String(error)}`);
    }
  };

  return (
    <div class="dead-letters">
      {deadLettered === 0 ? (
        <p class="empty">
          {retrying
            ? "The posts are back in the queue."
            : "No post was given up. Posts that fail six times would wait here."}
        </p>
      ) : (
        <>
          <p class="lead">
            {`${count(deadLettered, "post")} could not be decided in six attempts and ${deadLettered === 1 ? "waits" : "wait"} here. `}
            When what was wrong has passed, try again: what is already stored is not downloaded
            twice.
          </p>
          <button type="button" class="primary" disabled={retrying} onClick={() => void retry()}>
            {retrying ? "Putting them back …" : `Retry ${count(deadLettered, "post")}`}
          </button>
          <ul>
            {letters.map((letter) => (
              <Letter key={letter.postId} letter={letter} />
            ))}
          </ul>
        </>
      )}
      {failure !== undefined && (
        <p class="message bad" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const { postId, title, subreddit, permalink, message, code, attempts, at } = letter;
  const name = <bdi>{title.trim() === "" ? `Untitled (${postId})` : title}</bdi>;
  const tried = [
    attempts !== undefined && count(attempts, "attempt"),
    at !== undefined && `the last ${time(at)}`,
  ].filter((part) => part !== false);
  return (
    <li>
      {permalink === undefined ? (
        name
      ) : (
        <a href={permalink} target="_blank" rel="noopener noreferrer">
          {name}
        </a>
      )}
      {message !== undefined && (
        <p>
          <bdi>{message}</bdi>
        </p>
      )}
      <span class="row-line">
        {[`r/${subreddit}`, ...tried].join(" · ")} {code !== undefined && <code>{code}</code>}
      </span>
    </li>
  );
}

async function readDeadLetters(signal: AbortSignal): Promise<DeadLetter[]> {
  const answer = await fetch("dead-letters", { signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}
