-- The tables of `postgresStores`, in the schema that the search path of your pool names first. It can be run again.

-- The tokens of each client and printer, and who renews them. A row is there before the tokens are: a lease needs a row.
CREATE TABLE IF NOT EXISTS epson_tokens (
  owner text PRIMARY KEY,
  tokens jsonb,
  lease uuid,
  leased_until timestamptz
);

-- The documents: who prints each of them, and what became of it. `history` has a step for each attempt.
CREATE TABLE IF NOT EXISTS epson_prints (
  id text PRIMARY KEY,
  owner text NOT NULL,
  lease_end timestamptz NOT NULL,
  state text CHECK (state IN ('executing', 'done', 'failed')),
  job jsonb,
  history jsonb NOT NULL DEFAULT '[]'
);

-- The calls of each client ID that count: from when a call may leave until a minute after its end.
-- `calls` is { call: { "until": milliseconds since 1970, "ended": boolean } }.
CREATE TABLE IF NOT EXISTS epson_call_limits (
  client text PRIMARY KEY,
  calls jsonb NOT NULL DEFAULT '{}',
  closed_until_ms numeric NOT NULL DEFAULT 0,
  is_doubtful boolean NOT NULL DEFAULT false
);

-- Milliseconds since 1970. The clock is the database's, because those of the machines may differ.
CREATE OR REPLACE FUNCTION epson_now_ms() RETURNS numeric LANGUAGE sql VOLATILE AS $$
  SELECT extract(epoch FROM clock_timestamp()) * 1000
$$;

-- Lets a call leave, or returns the milliseconds after which it asks again. The lock of the row makes it exact.
CREATE OR REPLACE FUNCTION epson_take_call(
  the_client text, the_call text, calls_per_minute integer, timeout_ms numeric
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  minute_ms CONSTANT numeric := 60100; -- and something for two clocks that do not run alike
  poll_ms CONSTANT integer := 250;
  known epson_call_limits%ROWTYPE;
  counted jsonb;
  free_at_ms numeric;
  now_ms numeric;
BEGIN
  INSERT INTO epson_call_limits (client) VALUES (the_client) ON CONFLICT DO NOTHING;
  SELECT * INTO known FROM epson_call_limits WHERE client = the_client FOR UPDATE;
  now_ms := epson_now_ms(); -- after the wait for the lock
  SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO counted
    FROM jsonb_each(known.calls) WHERE (value ->> 'until')::numeric > now_ms;
  IF counted ? the_call THEN
    RETURN 0;
  END IF;
  IF known.closed_until_ms > now_ms THEN
    RETURN ceil(known.closed_until_ms - now_ms);
  END IF;
  IF known.is_doubtful AND EXISTS (SELECT FROM jsonb_each(counted) WHERE NOT (value ->> 'ended')::boolean) THEN
    RETURN poll_ms;
  END IF;
  -- The moment at which fewer than `calls_per_minute` count. A call that is on its way counts for a minute at least.
  SELECT until_ms INTO free_at_ms FROM (
    SELECT CASE WHEN (value ->> 'ended')::boolean THEN (value ->> 'until')::numeric ELSE now_ms + minute_ms END AS until_ms
    FROM jsonb_each(counted)
  ) AS moments ORDER BY until_ms DESC OFFSET calls_per_minute - 1 LIMIT 1;
  IF free_at_ms IS NOT NULL THEN
    RETURN ceil(free_at_ms - now_ms);
  END IF;
  UPDATE epson_call_limits
    SET calls = counted || jsonb_build_object(
      the_call, jsonb_build_object('until', now_ms + timeout_ms + minute_ms, 'ended', false))
    WHERE client = the_client;
  RETURN 0;
END $$;
