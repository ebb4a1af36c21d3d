-- When attempts are made, per activity and generation of the production interface: seconds after the
-- first attempt, at business time. After the last of them the delivery has failed and waits for a
-- person. An attempt leaves up to jitter_seconds early, never late, so that what follows from the
-- last failure is on time to the minute. Where there is no schedule for licences, the common one counts.
CREATE TABLE retry_schedule (
  activity           text NOT NULL,
  interface_version  text NOT NULL CHECK (interface_version IN ('V1', 'V2')),
  offsets_seconds    int[] NOT NULL CHECK (offsets_seconds[1] = 0),
  jitter_seconds     int NOT NULL CHECK (jitter_seconds >= 0),
  delivery           text NOT NULL DEFAULT 'SAAS' CHECK (delivery IN ('SAAS', 'LICENSE')),
  PRIMARY KEY (activity, interface_version, delivery)
);

-- Creating and upgrading: 3 h, once an hour.
INSERT INTO retry_schedule
SELECT activity, generation, '{0, 3600, 7200, 10800}', 30
FROM unnest(ARRAY['newInstance', 'upgradeInstance']) activity, unnest(ARRAY['V1', 'V2']) generation;

-- Asking after a create that is under way: soon, then every 5 minutes, as long as creating may take.
INSERT INTO retry_schedule
SELECT 'queryInstance', generation,
       ARRAY[0, 10, 30, 60, 120] || ARRAY(SELECT generate_series(300, 10800, 300)), 2
FROM unnest(ARRAY['V1', 'V2']) generation;

-- Renewals: V1 tries for an hour, V2 once; both wait for a restart then.
INSERT INTO retry_schedule VALUES
  ('refreshInstance', 'V1', '{0, 60, 300, 900, 1800, 3600}', 10),
  ('refreshInstance', 'V2', '{0}', 0);

-- Expiry, status and release: an hour.
INSERT INTO retry_schedule
SELECT activity, generation, '{0, 60, 300, 900, 1800, 3600}', 10
FROM unnest(ARRAY['expireInstance', 'updateInstanceStatus', 'releaseInstance']) activity,
     unnest(ARRAY['V1', 'V2']) generation;

-- A question before a change, and the kit's calls: once; whoever asked decides about asking again.
INSERT INTO retry_schedule
SELECT activity, generation, '{0}', 0
FROM unnest(ARRAY['changeInstanceCheck', 'tenantSync', 'applicationSync', 'authSync',
                  'singleOrgSync', 'allOrgSync']) activity,
     unnest(ARRAY['V1', 'V2']) generation;

-- Licences: 60 attempts, one every 2 minutes.
INSERT INTO retry_schedule
SELECT activity, generation, ARRAY(SELECT generate_series(0, 59 * 120, 120)), 10
FROM unnest(ARRAY['refreshLicenseCode', 'updateLicenseCodeStatus', 'releaseLicenseCode']) activity,
     unnest(ARRAY['V1', 'V2']) generation;

-- A licence that is activated online is created and updated by the common calls: for 2 hours, every
-- 2 minutes.
INSERT INTO retry_schedule
SELECT activity, 'V2', ARRAY(SELECT generate_series(0, 59 * 120, 120)), 10, 'LICENSE'
FROM unnest(ARRAY['newInstance', 'refreshInstance', 'updateInstanceStatus']) activity;
