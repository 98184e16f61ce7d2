#!/usr/bin/env python3
"""co_retweet edges with the Coordination Network Toolkit, through its library. Usage: cnt_edges.py MESSAGES.csv FOLDER"""
import os
import sys
import tempfile

import coordination_network_toolkit as cnt
from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
from coordination_network_toolkit.preprocess import preprocess_csv_files

folder = tempfile.mkdtemp(dir=sys.argv[2])
database = os.path.join(folder, "toolkit.db")
preprocess_csv_files(database, [sys.argv[1]])
compute_co_retweet_parallel(database, 60, n_threads=2, min_edge_weight=1)
