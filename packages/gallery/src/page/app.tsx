import { useEffect, useMemo, useState } from "preact/hooks";

import { choosePosts, initialChoice, type Choice } from "./controls/choose-posts.ts";
import { CrawlHeading } from "./crawl/crawl-heading.tsx";
import { CrawlDialog, CrawlForm } from "./crawl/crawl-form.tsx";
import { DeadLetters } from "./left-out/dead-letters.tsx";
import { FilterBar } from "./controls/filter-bar.tsx";
import type { GallerySource } from "./state/gallery-source.ts";
import { Grid } from "./grid/grid.tsx";
import { LeftOut } from "./left-out/left-out.tsx";
import { leftOutEntries } from "./left-out/left-out-entries.ts";
import { Lightbox } from "./lightbox/lightbox.tsx";
import { noTileWords } from "./no-tile-words.ts";
import { Stages } from "./crawl/stages.tsx";
import { Tabs, type Panel } from "./controls/tabs.tsx";
import { tileList } from "./grid/tile-list.ts";
import { TopBar } from "./controls/top-bar.tsx";
import { useGallery } from "./state/use-gallery.ts";

/** The whole page. */
export function App({ source }: { source: GallerySource }) {
  const { known, connected, crawls, posts, queues } = useGallery(source);
  const [choice, setChoice] = useState(initialChoice);
  const [panel, setPanel] = useState<Panel>("pictures");
  const [ordering, setOrdering] = useState(false);
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<string>();
  const [focusKey, setFocusKey] = useState<string>();

  const crawl =
    choice.crawl === "all"
      ? undefined
      : (crawls.find(({ crawlId }) => crawlId === choice.crawl) ?? crawls[0]);
  const chosen = useMemo(
    () => choosePosts(posts.values(), crawl?.crawlId, choice),
    [posts, crawl?.crawlId, choice],
  );
  const tiles = useMemo(() => tileList(chosen, choice.unfold), [chosen, choice.unfold]);
  const pictures = useMemo(() => tileList(chosen, true), [chosen]);
  const allPictures = useMemo(
    () =>
      choosePosts(posts.values(), crawl?.crawlId, initialChoice).reduce(
        (sum, post) => sum + post.pictures.length,
        0,
      ),
    [posts, crawl?.crawlId],
  );
  const leftOut = useMemo(
    () => leftOutEntries(posts.values(), crawl?.crawlId),
    [posts, crawl?.crawlId],
  );

  useEffect(() => {
    document.title = crawl ? `${crawl.address} · Gallery` : "Gallery";
  }, [crawl?.address]);

  const change = (part: Partial<Choice>) => setChoice((before) => ({ ...before, ...part }));
  const isHidden = ({ id, nsfw, spoiler }: { id: string; nsfw: boolean; spoiler: boolean }) =>
    choice.sensitive === "blur" && (nsfw || spoiler) && !revealed.has(id);
  const reveal = (postId: string) => setRevealed((before) => new Set(before).add(postId));
  const close = (key: string) => {
    const post = pictures.find((picture) => picture.key === key)?.post;
    const tile = tiles.find((tile) => tile.key === key) ?? tiles.find((tile) => tile.post === post);
    setOpened(undefined);
    setFocusKey(tile?.key);
  };

  if (!known)
    return (
      <p class="notice">{connected ? "Opening the gallery …" : "The pipeline is not running."}</p>
    );

  return (
    <>
      <a class="skip-link" href="#panel">
        Skip to the pictures
      </a>
      <TopBar onOrder={source.live && crawls.length > 0 ? () => setOrdering(true) : undefined} />
      {!connected && (
        <p class="notice" role="status">
          The pipeline has stopped. What it stored is still shown as far as this tab has it.
        </p>
      )}
      <main>
        {crawls.length === 0 ? (
          <section class="welcome">
            <h1>{source.live ? "Which pictures would you like?" : "No crawl is kept here yet."}</h1>
            {source.live && (
              <>
                <p class="lead">
                  Name a subreddit, a user or a post. The posts are listed, their pictures
                  downloaded in their original quality, and shown here as they land.
                </p>
                <CrawlForm onAccepted={() => change({ crawl: "newest" })} />
              </>
            )}
          </section>
        ) : (
          <>
            <CrawlHeading
              crawl={crawl}
              crawls={crawls}
              posts={posts}
              chosen={choice.crawl}
              live={source.live}
              onChoose={(id) => change({ crawl: id })}
            />
            {source.live && crawl && <Stages crawl={crawl} queues={queues} />}
            <Tabs
              panel={panel}
              onPanel={setPanel}
              counts={{
                pictures: allPictures,
                "left-out": leftOut.length,
                "dead-letters": source.live ? queues.deadLettered : undefined,
              }}
            />
            <div id="panel" role="tabpanel" aria-labelledby={`tab-${panel}`} tabIndex={-1}>
              {panel === "pictures" && (
                <>
                  <FilterBar choice={choice} onChange={change} shown={tiles.length} />
                  <Grid
                    tiles={tiles}
                    source={source}
                    isHidden={isHidden}
                    onReveal={reveal}
                    onOpen={setOpened}
                    focusKey={focusKey}
                    empty={noTileWords(allPictures, crawl ? [crawl] : crawls)}
                  />
                </>
              )}
              {panel === "left-out" && <LeftOut entries={leftOut} pictures={allPictures} />}
              {panel === "dead-letters" && <DeadLetters deadLettered={queues.deadLettered} />}
            </div>
          </>
        )}
      </main>
      {opened !== undefined && (
        <Lightbox
          pictures={pictures}
          openedKey={opened}
          source={source}
          isHidden={isHidden}
          onReveal={reveal}
          onClose={close}
        />
      )}
      {ordering && (
        <CrawlDialog
          onClose={() => setOrdering(false)}
          onAccepted={() => {
            setOrdering(false);
            setPanel("pictures");
            change({ crawl: "newest" });
          }}
        />
      )}
    </>
  );
}
