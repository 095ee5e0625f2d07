# SPDX-License-Identifier: Apache-2.0
"""Read a file of samples with one reader, without options, and print what it holds as JSON.

    read_samples.py READER FILE

Columns come as {name: values}, with the keys of a netCDF file in every line, as in the other files. Run by the Python of
.venv-data, whose packages scripts/python/readers.txt names.
"""

import json
import sys


def of_pandas(path):
    import pandas

    frame = pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_csv(path)
    return {name: frame[name].tolist() for name in frame.columns}


def of_polars(path):
    import polars

    return (polars.read_parquet(path) if path.endswith(".parquet") else polars.read_csv(path)).to_dict(as_series=False)


def of_duckdb(path):
    import duckdb

    relation = duckdb.sql(f"SELECT * FROM '{path}'")
    rows = relation.fetchall()
    return {name: [row[i] for row in rows] for i, name in enumerate(relation.columns)}


def of_pyarrow(path):
    if path.endswith(".csv"):
        import pyarrow.csv

        return pyarrow.csv.read_csv(path).to_pydict()
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pydict()


def of_xarray(path):
    import xarray

    with xarray.open_dataset(path) as data:
        columns = {}
        for name in data.variables:
            values = data[name]
            if name == "trajectory" and "year" in data.dims:
                values = values.expand_dims(year=data["year"]).transpose("trajectory", "year")
            if name == "year":
                values = values.expand_dims(trajectory=data["trajectory"]).transpose("trajectory", "year")
            columns[name] = values.values.ravel().tolist()
        return columns


def of_netcdf4(path):
    import netCDF4

    with netCDF4.Dataset(path) as data:
        return {
            "attributes": {name: data.getncattr(name) for name in data.ncattrs()},
            "variables": {
                name: {"units": getattr(v, "units", None), "long_name": v.long_name, "type": str(v.dtype), "shape": list(v.shape), "dimensions": list(v.dimensions)}
                for name, v in data.variables.items()
            },
        }


def of_schema(path):
    import pyarrow.parquet

    schema = pyarrow.parquet.read_schema(path)
    return {
        "facts": {key.decode(): text.decode() for key, text in (schema.metadata or {}).items() if key != b"ARROW:schema"},
        "columns": {field.name: {"type": str(field.type), **{key.decode(): text.decode() for key, text in (field.metadata or {}).items() if not key.startswith(b"PARQUET")}} for field in schema},
    }


if __name__ == "__main__":
    print(json.dumps(globals()["of_" + sys.argv[1]](sys.argv[2])))
