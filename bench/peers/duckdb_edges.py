#!/usr/bin/env python3
"""Weighted co-share edges with DuckDB, as a competent user writes them: time buckets.

Usage: duckdb_edges.py POSTS.csv EDGES.parquet [WINDOW_S]
"""
import sys

import duckdb

source, target, window = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 60
db = duckdb.connect()
db.execute(f"""
COPY (
  WITH posts AS (
    SELECT object_id, account_id, timestamp_share AS t, timestamp_share // {window} AS bucket, row_number() OVER () AS i
    FROM read_csv('{source}', types = {{'object_id': 'VARCHAR', 'account_id': 'VARCHAR', 'content_id': 'VARCHAR'}})
  ),
  near AS (SELECT * REPLACE (bucket + s AS bucket) FROM posts, (VALUES (-1), (0), (1)) AS shift(s))
  SELECT least(x.account_id, y.account_id) AS a, greatest(x.account_id, y.account_id) AS b,
         count(DISTINCT x.object_id) AS n_objects, count(*) AS n_pairs, avg(abs(x.t - y.t)) AS mean_dt_s
  FROM posts x JOIN near y ON x.object_id = y.object_id AND x.bucket = y.bucket
  WHERE x.i < y.i AND x.account_id <> y.account_id AND abs(x.t - y.t) <= {window}
  GROUP BY ALL
) TO '{target}' (FORMAT parquet)
""")
print(*db.execute(f"SELECT count(*), sum(n_pairs)::BIGINT FROM '{target}'").fetchone())
