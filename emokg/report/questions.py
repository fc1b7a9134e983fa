"""Questions about what annotators say that several parts of a report ask.

What an annotator says is its vote of rank 1.
"""

from __future__ import annotations

RATINGS = """MATCH (image:Image)<-[:ANNOTATES]-(:Annotation)-[:VOTES {rank: 1}]->(emotion:Emotion)
WITH image, emotion.id AS answer ORDER BY answer
WITH image, collect(answer) AS answers
RETURN answers AS answers, count(*) AS images
ORDER BY images DESC, answers"""
"""The answers of each image, sorted, and how many images have them."""

GOLD = """MATCH (source:Source)
  WHERE EXISTS {
    MATCH (source)<-[:FROM_SOURCE]-(own:Image)-[sure:EVOKES {rank: 1}]->(label:Emotion)
      WHERE sure.probability = 1.0
        AND NOT EXISTS { (own)<-[:ANNOTATES]-(:Annotation)-[:VOTES]->(label) }
  }
MATCH (source)<-[:FROM_SOURCE]-(image:Image)-[sure:EVOKES {rank: 1}]->(label:Emotion)
  WHERE sure.probability = 1.0
MATCH (image)<-[:ANNOTATES]-(said:Annotation)-[:VOTES {rank: 1}]->(answer:Emotion)
MATCH (said)-[:MADE_BY]->(annotator:Annotator)
WITH annotator, label, answer, count(*) AS images
RETURN annotator.id AS annotator, label.id AS label, answer.id AS answer, images AS images
ORDER BY annotator, label, answer"""
"""What annotators say of the images whose source has labelled them.

The graph keeps a source's own label as an emotion of probability 1, and so it does a consensus
without dissent. A source labels its images itself if some image is sure of an emotion that none
of its annotators gave.
"""
