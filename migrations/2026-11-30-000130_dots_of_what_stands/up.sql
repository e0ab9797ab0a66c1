-- Dots on a cluster that was taken away count against nobody's budget (owner: brainstorms).
UPDATE dot_budgets b SET spent = counted.dots
FROM (SELECT g.round_id, g.participant_id, coalesce(sum(d.dots) FILTER (WHERE c.removed_at IS NULL), 0) AS dots
      FROM dot_budgets g JOIN clusters c ON c.round_id = g.round_id
      LEFT JOIN dots d ON d.cluster_id = c.id AND d.participant_id = g.participant_id
      GROUP BY g.round_id, g.participant_id HAVING bool_or(c.removed_at IS NOT NULL)) AS counted
WHERE b.round_id = counted.round_id AND b.participant_id = counted.participant_id AND b.spent <> counted.dots;
