// title: How far annotators agree
// answers: >-
//   How often do two annotators give an image the same emotion, beyond chance? What counts is the
//   emotion each finds most probable, the first by name among equals.
// columns:
//   annotator: {type: string, about: the first of the two by name}
//   other_annotator: {type: string, about: the second}
// statistics: agreement
MATCH (annotator:Annotator)<-[:MADE_BY]-(said:Annotation)-[:ANNOTATES]->(image:Image)
MATCH (image)<-[:ANNOTATES]-(other_said:Annotation)-[:MADE_BY]->(other:Annotator)
  WHERE annotator.id < other.id
MATCH (said)-[vote:VOTES]->(answer:Emotion)
  WHERE NOT EXISTS {
    MATCH (said)-[better:VOTES]->(rival:Emotion)
      WHERE better.probability > vote.probability
         OR better.probability = vote.probability AND rival.id < answer.id
  }
MATCH (other_said)-[other_vote:VOTES]->(other_answer:Emotion)
  WHERE NOT EXISTS {
    MATCH (other_said)-[better:VOTES]->(rival:Emotion)
      WHERE better.probability > other_vote.probability
         OR better.probability = other_vote.probability AND rival.id < other_answer.id
  }
WITH annotator, other, answer, other_answer, count(*) AS images
RETURN annotator.id AS annotator, other.id AS other_annotator, answer.id AS answer,
       other_answer.id AS other_answer, images AS images
