/**
 * What every post of Reddit's API has besides the fields that the loader reads (recorded in April 2026), in the values
 * that most posts have: a parser pays for them all the same.
 */
export const unreadFields: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    [
      "approved_at_utc approved_by author_cakeday author_flair_background_color author_flair_css_class",
      "author_flair_template_id author_flair_text author_flair_text_color banned_at_utc banned_by category",
      "content_categories discussion_type distinguished likes link_flair_css_class mod_note mod_reason_by",
      "mod_reason_title num_reports removal_reason removed_by report_reasons suggested_sort top_awarded_type view_count",
    ]
      .flatMap((names) => names.split(" "))
      .map((name) => [name, null]),
  ),
  ...Object.fromEntries(
    [
      "allow_live_comments archived author_is_blocked author_patreon_flair author_premium can_gild can_mod_post clicked",
      "contest_mode edited hidden hide_score is_crosspostable is_meta is_original_content is_reddit_media_domain",
      "is_robot_indexable locked media_only no_follow pinned quarantine saved send_replies stickied visited",
    ]
      .flatMap((names) => names.split(" "))
      .map((name) => [name, false]),
  ),
  ...Object.fromEntries(
    "all_awardings author_flair_richtext awarders link_flair_richtext mod_reports treatment_tags user_reports"
      .split(" ")
      .map((name) => [name, []]),
  ),
  ...Object.fromEntries(
    "downs gilded num_comments num_crossposts total_awards_received ups wls pwls subreddit_subscribers created"
      .split(" ")
      .map((name) => [name, 1_234_567]),
  ),
  ...Object.fromEntries(
    ["gildings", "media_embed", "secure_media_embed"].map((name) => [name, {}]),
  ),
  author_flair_type: "text",
  author_fullname: "t2_abcdefghij",
  link_flair_background_color: "#edeff1",
  link_flair_template_id: "00000000-0000-0000-0000-000000000000",
  link_flair_text_color: "dark",
  link_flair_type: "richtext",
  subreddit_id: "t5_2qh1o",
  subreddit_name_prefixed: "r/aww",
  subreddit_type: "public",
  upvote_ratio: 0.97,
};
