import { sql, type Sql } from '../src/sql/sql';

/** The database of the demo and the reader account that the gateway is given. */
export const MUSIC_STORE = { database: 'music_store', reader: 'music_reader' } as const;

/**
 * A music store of our own making: 80 artists, 240 albums, 2,400 tracks, 300 customers, 1,200
 * invoices and their lines, with foreign keys, a view, comments and every common column type. The
 * same rows at every start.
 */
export const MUSIC_STORE_TABLES: Sql = sql`
CREATE TYPE audio_format AS ENUM ('mp3', 'flac', 'aac');

CREATE TABLE artists (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL UNIQUE,
  country char(2) NOT NULL,
  formed smallint,
  genres text[] NOT NULL DEFAULT '{}',
  website varchar(200),
  profile jsonb NOT NULL DEFAULT '{}',
  active boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE artists IS 'Bands and solo artists.';
COMMENT ON COLUMN artists.formed IS 'The year the artist began; null when nobody knows.';

CREATE TABLE albums (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  artist_id integer NOT NULL REFERENCES artists,
  title text NOT NULL,
  released date NOT NULL,
  price numeric(6,2) NOT NULL,
  cover bytea
);
CREATE INDEX ON albums (artist_id);
COMMENT ON TABLE albums IS 'Albums, each by one artist.';

CREATE TABLE tracks (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  album_id integer NOT NULL REFERENCES albums,
  position smallint NOT NULL,
  title text NOT NULL,
  format audio_format NOT NULL,
  milliseconds integer NOT NULL,
  bytes bigint NOT NULL,
  duration interval GENERATED ALWAYS AS (milliseconds * interval '1 millisecond') STORED,
  rating real,
  loudness double precision,
  lyrics json,
  UNIQUE (album_id, position)
);
COMMENT ON TABLE tracks IS 'Tracks in the order of their album.';

CREATE TABLE customers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  city text NOT NULL,
  country char(2) NOT NULL,
  birthday date,
  credit numeric NOT NULL DEFAULT 0,
  signed_up timestamptz NOT NULL,
  last_seen timestamp,
  last_address inet,
  wake_up time,
  newsletter boolean
);
COMMENT ON TABLE customers IS 'People who buy music.';

CREATE TABLE invoices (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  customer_id uuid NOT NULL REFERENCES customers,
  issued timestamptz NOT NULL,
  due date NOT NULL,
  paid boolean NOT NULL,
  total numeric(10,2) NOT NULL DEFAULT 0,
  note text
);
CREATE INDEX ON invoices (customer_id);
CREATE INDEX ON invoices (issued);
COMMENT ON TABLE invoices IS 'What customers bought, and whether they paid.';

CREATE TABLE invoice_lines (
  invoice_id integer NOT NULL REFERENCES invoices,
  line smallint NOT NULL,
  track_id bigint NOT NULL REFERENCES tracks,
  quantity integer NOT NULL,
  unit_price numeric(6,2) NOT NULL,
  PRIMARY KEY (invoice_id, line)
);
CREATE INDEX ON invoice_lines (track_id);
COMMENT ON TABLE invoice_lines IS 'The tracks of an invoice.';

CREATE VIEW sales_by_country AS
  SELECT c.country, count(*) AS invoices, sum(i.total) AS total
  FROM invoices i JOIN customers c ON c.id = i.customer_id GROUP BY c.country;
COMMENT ON VIEW sales_by_country IS 'Invoices and their total, by the customer''s country.';
`;

export const MUSIC_STORE_ROWS: Sql = sql`
INSERT INTO artists (name, country, formed, genres, website, profile, active)
SELECT
  (ARRAY['Velvet','Silver','Midnight','Electric','Paper','Northern','Broken','Golden'])[1 + g % 8]
    || ' ' || (ARRAY['Foxes','Harbour','Lanterns','Orchard','Static','Tides','Wolves','Parade',
      'Atlas','Mirrors'])[1 + g / 8],
  (ARRAY['NO','GB','US','FR','JP'])[1 + g % 5],
  CASE WHEN g % 9 = 0 THEN NULL ELSE 1960 + (g * 7) % 60 END,
  (ARRAY['rock','jazz','folk','electronic','classical','soul'])[1 + g % 4 : 1 + g % 4 + g % 3],
  CASE WHEN g % 4 = 0 THEN NULL ELSE 'https://example.com/artists/' || g END,
  jsonb_build_object(
    'members', 1 + g % 6, 'labels', jsonb_build_array('Label ' || g % 7), 'touring', g % 2 = 0),
  g % 6 <> 0
FROM generate_series(0, 79) g;

INSERT INTO albums (artist_id, title, released, price, cover)
SELECT 1 + g % 80,
  (ARRAY['Letters from','Songs for','Return to','Maps of','Notes on','Light over'])[1 + g % 6]
    || ' ' || (ARRAY['the Sea','an Empty House','Winter','the Machine','Nowhere','Saturday',
      'the Valley'])[1 + (g / 3) % 7],
  date '1965-01-01' + (g * 89) % 21000,
  6.99 + (g % 12),
  CASE WHEN g % 5 = 0 THEN NULL ELSE decode(md5(g::text), 'hex') END
FROM generate_series(0, 239) g;

INSERT INTO tracks
  (album_id, position, title, format, milliseconds, bytes, rating, loudness, lyrics)
SELECT 1 + g / 10, 1 + g % 10,
  (ARRAY['Morning','Falling','Glass','Signal','Harbour Lights','Slow','Thunder','Paper Boats',
    'Echo','Last Train'])[1 + (g * 3) % 10]
    || CASE WHEN g % 7 = 0 THEN ' (Live)' ELSE '' END,
  (ARRAY['mp3','flac','aac'])[1 + g % 3]::audio_format,
  120000 + (g * 7919) % 300000,
  3000000000 + g::bigint * 104729,
  CASE WHEN g % 11 = 0 THEN NULL ELSE ((g * 13) % 50) / 10.0 END,
  -14.0 + (g % 100) / 17.0,
  CASE WHEN g % 8 = 0 THEN NULL
    ELSE json_build_object('language', (ARRAY['en','fr','no'])[1 + g % 3], 'lines', g % 60) END
FROM generate_series(0, 2399) g;

INSERT INTO customers
SELECT md5('customer ' || g)::uuid,
  (ARRAY['Ada','Noor','Tomás','Ingrid','Kenji','Zoë','Łukasz','Amara','Olu','Mei'])[1 + g % 10]
    || ' ' || (ARRAY['Berg','O''Brien','Sato','Novák','Haugen','Diallo','Moreau','Smith','Åkesson',
      'Ünal'])[1 + (g / 10) % 10],
  'customer' || g || '@example.com',
  (ARRAY['Oslo','Paris','Kyoto','Leeds','Austin','Lyon','Bergen','Osaka'])[1 + g % 8],
  (ARRAY['NO','FR','JP','GB','US','FR','NO','JP'])[1 + g % 8],
  CASE WHEN g % 6 = 0 THEN NULL ELSE date '1950-03-01' + (g * 71) % 20000 END,
  (g % 40) * 1.125,
  timestamptz '2019-01-01 08:00:00+00' + g * interval '9 hours 11 minutes',
  CASE WHEN g % 5 = 0 THEN NULL
    ELSE timestamp '2025-06-01 07:30:00' + g * interval '1 hour 1 second' END,
  ('10.1.' || g / 250 || '.' || g % 250)::inet,
  time '06:00' + (g % 120) * interval '1 minute',
  CASE g % 3 WHEN 0 THEN true WHEN 1 THEN false END
FROM generate_series(0, 299) g;

INSERT INTO invoices (customer_id, issued, due, paid, note)
SELECT md5('customer ' || (g * 37) % 300)::uuid,
  timestamptz '2024-01-01 00:00:00+00' + g * interval '7 hours 13 minutes',
  (date '2024-01-15' + (g * 7) / 24),
  g % 4 <> 0,
  CASE WHEN g % 10 = 0 THEN 'Gift, "please wrap"' END
FROM generate_series(0, 1199) g;

INSERT INTO invoice_lines
SELECT 1 + g / 3, 1 + g % 3, 1 + (g * 577) % 2400, 1 + g % 2, 0.99 + (g % 3)
FROM generate_series(0, 3599) g;

UPDATE invoices i SET total = l.total
FROM (SELECT invoice_id, sum(quantity * unit_price) AS total FROM invoice_lines
  GROUP BY invoice_id) l
WHERE l.invoice_id = i.id;

ANALYZE;
`;
