"""A store of files for tests: moto's S3, which checks signatures and rights once it is set up. Prints one line of JSON
with its port and the bucket's credentials; ends when its standard input does.

usage: s3_server.py [open]     open: nobody is checked, since moto cannot check addresses that are signed
"""
import json
import logging
import os
import sys

import boto3
import requests
from moto.server import ThreadedMotoServer

# Nothing but what is given here, and no look at the machine's own credentials.
os.environ.update(AWS_ACCESS_KEY_ID="setup", AWS_SECRET_ACCESS_KEY="setup", AWS_EC2_METADATA_DISABLED="true")
logging.getLogger("werkzeug").setLevel(logging.ERROR)
REGION = "eu-central-1"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::files", "arn:aws:s3:::files/*"]},
    ],
}

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"

boto3.client("s3", endpoint_url=endpoint, region_name=REGION).create_bucket(
    Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
iam = boto3.client("iam", endpoint_url=endpoint, region_name=REGION)
iam.create_user(UserName="tessera")
key = iam.create_access_key(UserName="tessera")["AccessKey"]
iam.put_user_policy(UserName="tessera", PolicyName="files", PolicyDocument=json.dumps(POLICY))
if "open" not in sys.argv:
    # From here on, every request must be signed by somebody who may.
    requests.post(f"{endpoint}/moto-api/reset-auth", data=b"0", timeout=10).raise_for_status()

print(json.dumps({
    "endpoint": endpoint, "bucket": "files", "region": REGION, "keyID": key["AccessKeyId"], "secret": key["SecretAccessKey"],
}), flush=True)
sys.stdin.read()
