-- The database of newscli. Times are Unix seconds in UTC; NULL is never, or not known.
-- Every text column that the network fills was made safe before it was stored (core/text.py).

CREATE TABLE source (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  url            TEXT NOT NULL UNIQUE,          -- what is asked
  name           TEXT,                          -- the user's own name for it
  feed_title     TEXT,                          -- what the feed calls itself
  site_url       TEXT,
  folder         TEXT NOT NULL DEFAULT '',      -- "News/World"; core/folders.py escapes
  added_at       INTEGER NOT NULL,
  disabled_at    INTEGER,
  disabled_reason TEXT,
  asked_at       INTEGER,                       -- last request
  answered_at    INTEGER,                       -- last usable answer
  failures       INTEGER NOT NULL DEFAULT 0,    -- in a row
  problem        TEXT,                          -- of the last request; NULL when it went well
  wait_until     INTEGER,                       -- the server's word (Retry-After)
  back_off_until INTEGER,                       -- our own, after failures
  etag           TEXT,
  last_modified  TEXT,
  content_hash   BLOB,                          -- of the last document's bytes
  visits         INTEGER NOT NULL DEFAULT 0,    -- how often it was asked
  next_at        INTEGER,                       -- not due before; NULL: due
  next_why       TEXT,                          -- the rule that next_at rests on
  every_s        INTEGER,                       -- how often the feed says it changes
  skip_hours     TEXT,                          -- RSS skipHours, UTC: "0,1,2"
  skip_days      TEXT,                          -- RSS skipDays, Monday is 0
  rhythm         TEXT,                          -- when it publishes; core/rhythm.py
  moved_to       TEXT,                          -- where permanent redirects lead
  moved_seen     INTEGER NOT NULL DEFAULT 0     -- in so many fetches in a row
) STRICT;

-- The user's own settings for a source; core/options.py knows the names.
CREATE TABLE source_option (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  value     TEXT NOT NULL,
  PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;

-- Where a source was before it moved.
CREATE TABLE source_url (
  url       TEXT PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  until_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last twenty visits of each source; number counts them all, from 1.
CREATE TABLE visit (
  source_id   INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  number      INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  outcome     TEXT NOT NULL,      -- new, unchanged, failed, gone
  status      INTEGER,
  new         INTEGER NOT NULL,
  changed     INTEGER NOT NULL,
  size_bytes  INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  problem     TEXT,
  PRIMARY KEY (source_id, number)
) STRICT, WITHOUT ROWID;

-- Servers that asked us to slow down (429): the pause between requests that we keep since.
CREATE TABLE host (
  name      TEXT PRIMARY KEY,
  pause_s   REAL NOT NULL,
  learnt_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source_tag (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  tag       TEXT NOT NULL,
  PRIMARY KEY (source_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused, never changed by an update
  source_id     INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  guid          TEXT NOT NULL,                      -- the entry's id, or one made from it
  url           TEXT,
  canonical_url TEXT,                               -- url without tracking, for looking up
  author        TEXT,
  publisher     TEXT,                               -- who published first, where not the source
  publisher_rule TEXT,
  publisher_span TEXT,                              -- the words that the rule rests on
  language      TEXT,
  published_at  INTEGER,
  updated_at    INTEGER,                            -- by the publisher
  seen_at       INTEGER NOT NULL,                   -- first, by us
  edited_at     INTEGER,                            -- its words changed; NULL when never
  sort_at       INTEGER NOT NULL,                   -- published_at, but never after seen_at
  read_at       INTEGER,
  starred_at    INTEGER,
  words         INTEGER NOT NULL,
  digest        BLOB NOT NULL,                      -- of all that the publisher sent
  title         TEXT NOT NULL,
  summary       TEXT NOT NULL,
  text          TEXT NOT NULL,
  UNIQUE (source_id, guid)
) STRICT;

CREATE INDEX article_by_time ON article (sort_at, id);
CREATE INDEX article_by_source ON article (source_id, sort_at, id);
CREATE INDEX article_unread ON article (sort_at, id) WHERE read_at IS NULL;
CREATE INDEX article_unread_by_source ON article (source_id) WHERE read_at IS NULL;
CREATE INDEX article_starred ON article (sort_at, id) WHERE starred_at IS NOT NULL;
CREATE INDEX article_edited ON article (sort_at, id) WHERE edited_at IS NOT NULL;
CREATE INDEX article_by_url ON article (canonical_url) WHERE canonical_url IS NOT NULL;

-- What only `read` needs, kept out of the rows that lists walk over.
CREATE TABLE body (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  html       TEXT,           -- sanitised; NULL when it was plain text, and until it is first read
  blocks     TEXT NOT NULL,  -- JSON: [[kind, text, level, marker, [[start, end, url], ...]], ...];
                             -- "" until the article is first read
  base_url   TEXT,           -- what its links start from, where that is not the article's URL
  sent       BLOB            -- the publisher's markup, packed by zlib: not safe to show
) STRICT;

-- What an article's own web page says, beside what the feed does; a row once it was asked for.
CREATE TABLE page (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  url        TEXT NOT NULL,                -- where it was found, or asked for
  asked_at   INTEGER NOT NULL,             -- last
  due_at     INTEGER,                      -- may be asked for again from then on; NULL: need not be
  tries      INTEGER NOT NULL DEFAULT 0,   -- that failed, in a row
  problem    TEXT,                         -- of the last request; NULL when it went well
  is_shown   INTEGER NOT NULL DEFAULT 0,   -- 1: article.text and article.words are the page's, and
  other_text TEXT NOT NULL DEFAULT '',     -- these the feed's; 0: the other way round
  other_words INTEGER NOT NULL DEFAULT 0,
  title      TEXT,
  author     TEXT,
  language   TEXT,
  published_at INTEGER,
  updated_at INTEGER,
  image      TEXT,
  publisher  TEXT,
  publisher_rule TEXT,
  publisher_span TEXT,
  html       TEXT,                         -- sanitised
  blocks     TEXT NOT NULL DEFAULT ''      -- as in body; "" while there is no page's text
) STRICT;

CREATE INDEX page_due ON page (due_at) WHERE due_at IS NOT NULL;

-- Further addresses of an article's page, canonical: before and after redirects, rel=canonical.
CREATE TABLE page_url (
  url        TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  PRIMARY KEY (url, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX page_url_by_article ON page_url (article_id);

-- Blocks of a source's pages by what they say, and on how many articles they were seen: what
-- comes again and again is not the story (pages/repeats.py).
CREATE TABLE repeat (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  digest    BLOB NOT NULL,
  seen      INTEGER NOT NULL,
  seen_at   INTEGER NOT NULL,   -- last
  PRIMARY KEY (source_id, digest)
) STRICT, WITHOUT ROWID;

-- An article's words before an edit; number counts from 1, the oldest.
CREATE TABLE revision (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  title      TEXT NOT NULL,
  summary    TEXT NOT NULL,
  text       TEXT NOT NULL,
  html       TEXT,
  blocks     TEXT NOT NULL,
  origin     TEXT NOT NULL DEFAULT 'feed',  -- feed or page: whose words these are
  sent       BLOB,              -- as in body, where the blocks were not made yet
  base_url   TEXT,
  PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  origin     TEXT NOT NULL,   -- feed or page: whose HTML offers it
  position   INTEGER NOT NULL,
  kind       TEXT NOT NULL,   -- related, previous, next, reference, source
  url        TEXT NOT NULL,
  canonical_url TEXT,
  label      TEXT NOT NULL,
  PRIMARY KEY (article_id, origin, position)
) STRICT, WITHOUT ROWID;

-- Where an article stands among the others. A story goes by the lowest id of its articles; every
-- article has a row, one that is like no other is a story of its own.
CREATE TABLE place (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  story_id   INTEGER NOT NULL,
  copy_of    INTEGER REFERENCES article(id) ON DELETE SET NULL,  -- what this is a copy of
  share      REAL,               -- so much of the shorter text is in both
  seen_at    INTEGER NOT NULL,   -- as the article's
  signature  BLOB,               -- core/likeness.py; NULL once too old to be compared
  same_as    INTEGER,            -- the article with the same words that is compared in its place
  is_due     INTEGER NOT NULL DEFAULT 0  -- 1: not compared yet since it has these words
) STRICT;

CREATE INDEX place_by_story ON place (story_id);
CREATE INDEX place_by_original ON place (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX place_open ON place (seen_at) WHERE signature IS NOT NULL;
CREATE INDEX place_by_words ON place (substr(signature, 1, 8)) WHERE signature IS NOT NULL;
CREATE INDEX place_due ON place (article_id) WHERE is_due = 1;
CREATE INDEX place_by_same ON place (same_as) WHERE same_as IS NOT NULL;

-- The rarest terms of articles that are still compared with new ones. No reference to article: the
-- index that it needs would double the writing; rows of deleted articles are found in nobody's way.
CREATE TABLE story_term (
  term       INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  weight     REAL NOT NULL,
  PRIMARY KEY (term, article_id)
) STRICT, WITHOUT ROWID;

-- Pairs of articles that are alike, in both directions; share as in place, where they are copies.
CREATE TABLE likeness (
  article_id INTEGER NOT NULL REFERENCES place(article_id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL,
  score      REAL NOT NULL,
  share      REAL,
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE enclosure (
  article_id   INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  url          TEXT NOT NULL,
  media_type   TEXT,
  length_bytes INTEGER,
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_tag (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  tag        TEXT NOT NULL,
  tagged_at  INTEGER,         -- by the user; NULL for a category that the publisher gave
  PRIMARY KEY (article_id, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_tag_by_tag ON article_tag (tag);

-- Queries with names.
CREATE TABLE view (
  name    TEXT PRIMARY KEY,
  query   TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is done with new articles that a query finds, in the order of place.
CREATE TABLE rule (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  place   INTEGER NOT NULL,
  query   TEXT NOT NULL,
  actions TEXT NOT NULL,
  hits    INTEGER NOT NULL DEFAULT 0,
  hit_at  INTEGER
) STRICT;

-- What `mark undo` takes back: each row is an article's marks before one `mark`.
CREATE TABLE mark_journal (
  mark_id    INTEGER NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  read_at    INTEGER,
  starred_at INTEGER,
  PRIMARY KEY (mark_id, article_id)
) STRICT, WITHOUT ROWID;

-- No prefix index: it costs 2.4 times the writing, and prefix queries are fast without.
CREATE VIRTUAL TABLE article_fts USING fts5 (
  title, summary, text,
  content = 'article', content_rowid = 'id',
  tokenize = "unicode61 remove_diacritics 2"
);
-- A word in the title weighs eight times, one in the summary twice.
INSERT INTO article_fts (article_fts, rank) VALUES ('rank', 'bm25(8.0, 2.0, 1.0)');
-- Words of up to 4 MB are sorted together, four times the usual, which a batch of a fetch fills.
-- Merging eight segments at a time, not four, writes each word less often.
INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 4194304);
INSERT INTO article_fts (article_fts, rank) VALUES ('automerge', 8);
CREATE VIRTUAL TABLE article_terms USING fts5vocab ('article_fts', 'row');

CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
  INSERT INTO article_fts (rowid, title, summary, text)
  VALUES (new.id, new.title, new.summary, new.text);
END;
CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
  INSERT INTO article_fts (article_fts, rowid, title, summary, text)
  VALUES ('delete', old.id, old.title, old.summary, old.text);
END;
-- Its columns are named: a trigger on every update makes marking 16 times slower.
CREATE TRIGGER article_fts_update AFTER UPDATE OF title, summary, text ON article BEGIN
  INSERT INTO article_fts (article_fts, rowid, title, summary, text)
  VALUES ('delete', old.id, old.title, old.summary, old.text);
  INSERT INTO article_fts (rowid, title, summary, text)
  VALUES (new.id, new.title, new.summary, new.text);
END;

-- Scripts without spaces: characters and pairs of them, made by core/grams.py. Contentless, and
-- never told of what is gone: it names articles that may have a text, and they are looked at.
CREATE VIRTUAL TABLE article_grams USING fts5 (
  grams, content = '', detail = none, columnsize = 0,
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co Cn'"
);

-- Articles whose words are new to it; whoever writes them indexes them (storage/grams.py).
CREATE TABLE grams_due (
  article_id INTEGER PRIMARY KEY
) STRICT;

CREATE TRIGGER grams_due_insert AFTER INSERT ON article BEGIN
  INSERT OR IGNORE INTO grams_due VALUES (new.id);
END;
CREATE TRIGGER grams_due_update AFTER UPDATE OF title, summary, text ON article BEGIN
  INSERT OR IGNORE INTO grams_due VALUES (new.id);
END;

-- Entries whose articles were pruned: while the feed still has them, they are not new again.
CREATE TABLE pruned (
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  guid      BLOB NOT NULL,      -- its hash; storage/prune.py
  PRIMARY KEY (source_id, guid)
) STRICT, WITHOUT ROWID;

-- Without it each article that goes would be looked for in the whole journal.
CREATE INDEX mark_journal_by_article ON mark_journal (article_id);
