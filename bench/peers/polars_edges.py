#!/usr/bin/env python3
"""Weighted co-share edges with Polars, as a competent user writes them: time buckets, streaming engine.

Usage: polars_edges.py POSTS.csv EDGES.parquet [WINDOW_S]

Every action looks into its own bucket and the one before and behind; the pair is kept once (by row number) when the
accounts differ and the times are within the window (inclusive). Weight = pairs, n_objects = distinct objects.
"""
import sys

import polars as pl

source, target, window = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 60
posts = (
    pl.scan_csv(source, schema_overrides={"object_id": pl.String, "account_id": pl.String, "content_id": pl.String})
    .select("object_id", "account_id", pl.col("timestamp_share").cast(pl.Int64).alias("t"))
    .filter(pl.len().over("object_id") > 1)
    .with_row_index("i")
    .with_columns((pl.col("t") // window).alias("bucket"))
)
left = posts
right = pl.concat([posts.with_columns((pl.col("bucket") + shift).alias("bucket")) for shift in (-1, 0, 1)])
pairs = (
    left.join(right, on=["object_id", "bucket"], suffix="_y")
    .filter((pl.col("i") < pl.col("i_y")) & (pl.col("account_id") != pl.col("account_id_y")))
    .with_columns((pl.col("t") - pl.col("t_y")).abs().alias("dt"))
    .filter(pl.col("dt") <= window)
    .select(
        pl.min_horizontal("account_id", "account_id_y").alias("a"),
        pl.max_horizontal("account_id", "account_id_y").alias("b"),
        "object_id",
        "dt",
    )
)
edges = pairs.group_by("a", "b").agg(
    pl.col("object_id").n_unique().alias("n_objects"), pl.len().alias("n_pairs"), pl.col("dt").mean().alias("mean_dt_s")
)
out = edges.collect(engine="streaming")
out.write_parquet(target)
print(out.height, out["n_pairs"].sum())
